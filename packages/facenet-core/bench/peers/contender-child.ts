import { CONTENDERS, type ContenderName, type Describe } from "./contender.js";

/*
 * A process of one contender. It opens when it is told which, then answers photos with the time that each took: each
 * package has its memory and its start to itself, and they can take turns.
 */

export type ContenderTask =
  | { readonly kind: "open"; readonly name: ContenderName }
  | { readonly kind: "describe"; readonly photos: readonly Uint8Array[] }
  | { readonly kind: "end" };

export interface Described {
  readonly ms: number;
  readonly descriptor: Float32Array | undefined;
}

export type ContenderAnswer =
  | { readonly kind: "opened" }
  | { readonly kind: "described"; readonly faces: readonly Described[] }
  | { readonly kind: "ended"; readonly rssBytes: number };

let describe: Describe;

async function answer(task: ContenderTask): Promise<ContenderAnswer> {
  switch (task.kind) {
    case "open":
      describe = await CONTENDERS[task.name].open();
      return { kind: "opened" };
    case "describe": {
      const faces: Described[] = [];
      for (const photo of task.photos) {
        const begun = performance.now();
        const descriptor = await describe(photo);
        faces.push({ ms: performance.now() - begun, descriptor });
      }
      return { kind: "described", faces };
    }
    case "end":
      return { kind: "ended", rssBytes: process.memoryUsage.rss() };
  }
}

process.on("message", async (task: ContenderTask) => {
  process.send!(await answer(task));
  if (task.kind === "end") process.exit(0);
});

import { CONTENDERS, type ContenderName, type Describe } from "./contender.js";

/*
 * A process of one contender. It opens when it is told which, then answers each photo with the time that it took: each
 * package has its memory and its start to itself, and they can take turns.
 */

export type ContenderTask =
  | { readonly kind: "open"; readonly name: ContenderName }
  | { readonly kind: "describe"; readonly photo: Uint8Array }
  | { readonly kind: "end" };

export type ContenderAnswer =
  | { readonly kind: "opened" }
  | { readonly kind: "described"; readonly ms: number; readonly descriptor: Float32Array | undefined }
  | { readonly kind: "ended"; readonly rssBytes: number };

let describe: Describe;

async function answer(task: ContenderTask): Promise<ContenderAnswer> {
  switch (task.kind) {
    case "open":
      describe = await CONTENDERS[task.name].open();
      return { kind: "opened" };
    case "describe": {
      const begun = performance.now();
      const descriptor = await describe(task.photo);
      return { kind: "described", ms: performance.now() - begun, descriptor };
    }
    case "end":
      return { kind: "ended", rssBytes: process.memoryUsage.rss() };
  }
}

process.on("message", async (task: ContenderTask) => {
  process.send!(await answer(task));
  if (task.kind === "end") process.exit(0);
});

import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Level } from "../detection/level.js";
import { type DoSteps, doStep, type FaceFinders, oneByOne, type SearchStep } from "../detection/search-step.js";
import type { ScoredBox } from "../geometry/index.js";
import { Scratch } from "../image/scratch.js";

/** Steps that several threads do together. Each takes the next one until none is left, so the quick do more of them. */
export interface SharedSteps {
  /** Their pixels are in memory that all threads see. */
  readonly levels: readonly Level[];
  readonly steps: readonly SearchStep[];
  /** One number: how many steps were taken. */
  readonly taken: Int32Array;
}

/** What one thread found: the number of a step, and its boxes. */
export type Finding = readonly [step: number, found: ScoredBox[]];

/** What a thread sends to the engine for its helpers: for each a port to answer on. */
export interface HelpWanted {
  readonly work: SharedSteps;
  readonly ports: readonly MessagePort[];
}

/** Fewer are done before help has come. */
const LEAST_STEPS_TO_SHARE = 4;

/** Takes steps until none is left. */
export async function takeSteps(finders: FaceFinders, { levels, steps, taken }: SharedSteps): Promise<Finding[]> {
  const findings: Finding[] = [];
  const scratch = new Scratch();
  for (;;) {
    const i = Atomics.add(taken, 0, 1);
    const step = steps[i];
    if (!step) return findings;
    findings.push([i, await doStep(finders, levels, step, scratch)]);
  }
}

/**
 * Does steps together with the helpers that `ask` reaches. A helper that is busy or ends is not missed: its thread does what
 * nobody took, and does again what was taken and not answered.
 */
export function withHelpers(finders: FaceFinders, helpers: number, ask: (wanted: HelpWanted) => void): DoSteps {
  const alone = oneByOne(finders);
  return async (levels, steps) => {
    const isShared = levels.every(({ picture }) => picture.pixels.buffer instanceof SharedArrayBuffer);
    if (helpers === 0 || !isShared || steps.length < LEAST_STEPS_TO_SHARE) return alone(levels, steps);
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const work = { levels, steps, taken };
    const found = new Map<number, ScoredBox[]>();
    const note = (findings: readonly Finding[]) => {
      for (const [i, boxes] of findings) found.set(i, boxes);
    };
    const channels = Array.from({ length: helpers }, () => new MessageChannel());
    const answers = channels.map(({ port1 }) => answerOn(port1));
    try {
      ask({ work, ports: channels.map(({ port2 }) => port2) });
      note(await takeSteps(finders, work));
      // Every step is taken now. Whoever has not answered may have come too late, and may be busy with another photo.
      const waiting = new Set(answers);
      while (found.size < steps.length && waiting.size > 0) {
        const [answer, findings] = await Promise.race([...waiting].map(async (each) => [each, await each] as const));
        waiting.delete(answer);
        note(findings);
      }
    } finally {
      for (const { port1 } of channels) port1.close();
    }
    const scratch = new Scratch();
    const results: ScoredBox[][] = [];
    for (const [i, step] of steps.entries())
      results.push(found.get(i) ?? (await doStep(finders, levels, step, scratch)));
    return results;
  };
}

/** What a helper has found; nothing where it has ended. */
function answerOn(port: MessagePort): Promise<readonly Finding[]> {
  return new Promise((resolve) => {
    port.once("message", resolve);
    port.once("close", () => resolve([]));
  });
}

import { describe, expect, it } from "vitest";
import { EngineBusyError, WaitingLine } from "./waiting-line.js";

type Outcome = "waiting" | "served" | "busy";

/** A line with a clock of its own; outcomes can be read after every step. */
function makeLine(places: number, maxWaiting: number) {
  const clock = { ms: 0 };
  const line = new WaitingLine({ places, maxWaiting, now: () => clock.ms });
  const outcomes: Outcome[] = [];
  const errors: unknown[] = [];
  const enter = (options: Parameters<WaitingLine["enter"]>[0] = {}) => {
    const index = outcomes.push("waiting") - 1;
    line.enter(options).then(
      () => {
        outcomes[index] = "served";
      },
      (error: unknown) => {
        errors.push(error);
        outcomes[index] = "busy";
      },
    );
  };
  return { clock, line, outcomes, errors, enter };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("WaitingLine", () => {
  it("serves a burst whole, oldest first while few wait", async () => {
    const { line, outcomes, enter } = makeLine(1, 4);
    for (let i = 0; i < 5; i++) enter();
    expect(line.load).toEqual({ running: 1, waiting: 4 });
    for (let i = 0; i < 5; i++) {
      line.leave(30);
      await settled();
    }
    expect(outcomes).toEqual(Array(5).fill("served"));
    expect(line.load).toEqual({ running: 0, waiting: 0 });
  });

  it("sends away whoever has waited longest when the line overflows, with a time to wait", async () => {
    const { outcomes, errors, enter } = makeLine(1, 2);
    for (let i = 0; i < 5; i++) enter();
    await settled();
    expect(outcomes).toEqual(["served", "busy", "busy", "waiting", "waiting"]);
    expect(errors[0]).toBeInstanceOf(EngineBusyError);
    expect((errors[0] as EngineBusyError).retryAfterMs).toBeGreaterThan(0);
  });

  it("never sends away the later photos of a call that it began with", async () => {
    const { outcomes, enter } = makeLine(1, 1);
    enter();
    enter({ admitted: true });
    enter();
    enter({ admitted: true });
    await settled();
    expect(outcomes).toEqual(["served", "waiting", "busy", "waiting"]);
  });

  it("gives a place in the line back when its caller goes away", async () => {
    const { line, outcomes, errors, enter } = makeLine(1, 2);
    const gone = new AbortController();
    enter();
    enter({ signal: gone.signal });
    enter();
    gone.abort(new Error("gone"));
    await settled();
    expect(line.load).toEqual({ running: 1, waiting: 1 });
    expect(errors).toEqual([new Error("gone")]);
    line.leave(30);
    await settled();
    expect(outcomes).toEqual(["served", "busy", "served"]);
    enter({ signal: AbortSignal.abort(new Error("gone before")) });
    await settled();
    expect(errors[1]).toEqual(new Error("gone before"));
  });

  // Simulated time: what one visit takes is 30 ms, so one place serves 33 a second.
  it.each([
    ["evenly", 1, () => 10],
    ["at random", 1, (random: () => number) => -10 * Math.log(1 - random())],
    ["at random, with four places", 4, (random: () => number) => -2.5 * Math.log(1 - random())],
  ])(
    "keeps the wait of whoever is served short at three times what can be served, arriving %s",
    async (_name, places, gap) => {
      const random = seeded(1);
      const { waits, refused, served } = await simulate({
        places,
        maxWaiting: 32,
        visitMs: 30,
        forMs: 20_000,
        gap: () => gap(random),
      });
      expect(served).toBeGreaterThan(0.95 * places * (20_000 / 30));
      expect(refused).toBeGreaterThan(served);
      expect(quantile(waits, 0.99)).toBeLessThan(1.5 * 30);
    },
  );

  it("sends nobody away at four fifths of what can be served, also after an overload", async () => {
    const random = seeded(2);
    const { refusedAfter } = await simulate({
      places: 1,
      maxWaiting: 32,
      visitMs: 30,
      forMs: 60_000,
      gap: (ms) => (ms < 5_000 ? 10 : -37.5 * Math.log(1 - random())),
      countRefusalsFrom: 20_000,
    });
    expect(refusedAfter).toBe(0);
  });
});

/** Park and Miller's minimal standard generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
}

async function simulate(options: {
  places: number;
  maxWaiting: number;
  visitMs: number;
  forMs: number;
  gap: (nowMs: number) => number;
  countRefusalsFrom?: number;
}) {
  const clock = { ms: 0 };
  const line = new WaitingLine({ places: options.places, maxWaiting: options.maxWaiting, now: () => clock.ms });
  const ends: number[] = [];
  const waits: number[] = [];
  let refused = 0;
  let refusedAfter = 0;
  const arrive = () => {
    const arrivedAt = clock.ms;
    line.enter().then(
      () => {
        waits.push(clock.ms - arrivedAt);
        ends.push(clock.ms + options.visitMs);
      },
      () => {
        refused++;
        if (clock.ms >= (options.countRefusalsFrom ?? 0)) refusedAfter++;
      },
    );
  };
  let nextArrival = 0;
  while (clock.ms < options.forMs || ends.length > 0) {
    const nextEnd = Math.min(...ends);
    const arrivals = nextArrival < options.forMs ? nextArrival : Number.POSITIVE_INFINITY;
    clock.ms = Math.min(nextEnd, arrivals);
    if (clock.ms === Number.POSITIVE_INFINITY) break;
    if (nextEnd <= arrivals) {
      ends.splice(ends.indexOf(nextEnd), 1);
      line.leave(options.visitMs);
    } else {
      arrive();
      nextArrival += options.gap(clock.ms);
    }
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
  return { waits, served: waits.length, refused, refusedAfter };
}

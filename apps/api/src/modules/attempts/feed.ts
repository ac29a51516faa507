import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptRecord } from "./attempts.port.js";

const POLL_MS = 1_000;
/** An attempt shows when its transaction commits, which is later than the time it carries. */
const OVERLAP_MS = 10_000;

export interface AttemptFeed {
  /** The attempts of the site that are recorded from now on, in groups of those that were found together. */
  follow(siteId: string, signal: AbortSignal): AsyncIterable<readonly AttemptRecord[]>;
}

interface Follower {
  readonly queue: (readonly AttemptRecord[])[];
  wake: () => void;
}

interface Followed {
  readonly followers: Set<Follower>;
  /** What was handed out, with the time it carries. */
  readonly seen: Map<string, number>;
}

/**
 * Asks the database once a second for each site that is followed, however many follow it, and not at all for the others.
 * It sees what every server of the database records; nothing has to be told to anybody.
 */
export function createAttemptFeed({
  since,
  now,
  onProblem,
  pollMs = POLL_MS,
}: {
  since: (siteId: string, from: Date) => Promise<readonly AttemptRecord[]>;
  now: () => Date;
  /** The database did not answer; the next time it will be asked for what was missed. */
  onProblem: (error: unknown) => void;
  pollMs?: number;
}): AttemptFeed {
  const sites = new Map<string, Followed>();

  const poll = async (siteId: string, followed: Followed) => {
    let from = now().getTime();
    // What is there already is not news.
    const before = await since(siteId, new Date(from - OVERLAP_MS)).catch((error: unknown) => {
      onProblem(error);
      return [];
    });
    for (const { id, createdAt } of before) followed.seen.set(id, createdAt.getTime());
    while (followed.followers.size > 0) {
      await sleep(pollMs);
      try {
        const asked = now().getTime();
        const found = await since(siteId, new Date(from - OVERLAP_MS));
        const fresh = found.filter(({ id }) => !followed.seen.has(id));
        for (const { id, createdAt } of fresh) followed.seen.set(id, createdAt.getTime());
        for (const [id, at] of followed.seen) if (at < asked - 2 * OVERLAP_MS) followed.seen.delete(id);
        from = asked;
        if (fresh.length === 0) continue;
        for (const follower of followed.followers) {
          follower.queue.push(fresh);
          follower.wake();
        }
      } catch (error) {
        onProblem(error);
      }
    }
    sites.delete(siteId);
  };

  return {
    follow: (siteId, signal) => {
      const known = sites.get(siteId);
      const followed = known ?? { followers: new Set(), seen: new Map() };
      const follower: Follower = { queue: [], wake: () => undefined };
      followed.followers.add(follower);
      if (known === undefined) {
        sites.set(siteId, followed);
        void poll(siteId, followed);
      }
      return drain(follower, signal, () => followed.followers.delete(follower));
    },
  };
}

async function* drain(follower: Follower, signal: AbortSignal, leave: () => void) {
  const wake = () => follower.wake();
  signal.addEventListener("abort", wake);
  try {
    while (!signal.aborted) {
      const next = follower.queue.shift();
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          follower.wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener("abort", wake);
    leave();
  }
}

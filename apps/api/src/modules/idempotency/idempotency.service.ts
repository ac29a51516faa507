import type { Call } from "../access/caller.js";
import { assertNever, failed, type Result } from "../problems/failure.js";
import type { EarlierCall, IdempotencyStore, IdempotentCall, Remembered, WriteTicket } from "./idempotency.port.js";
import { requestDigest } from "./request-digest.js";

const KEPT_MS = 24 * 3_600_000;

export interface Once {
  readonly operation: string;
  /** All that the outcome depends on; null as key stands for a call that may be done any number of times. */
  readonly command: { readonly idempotencyKey: string | null };
  readonly call: Call;
}

export interface Steps<T> {
  /** Does it, with the ticket in the transaction that writes; "alreadyDone" when that finds a record of the same key. */
  perform(ticket: WriteTicket | undefined): Promise<Result<T> | "alreadyDone">;
  /** Answers from what was remembered; only asked while the person of the call is there. */
  repeat(remembered: Remembered, personId: string | null): Promise<Result<T>>;
}

interface InFlight {
  readonly requestDigest: Uint8Array;
  readonly signal: AbortSignal;
  readonly result: Promise<Result<unknown>>;
}

/**
 * Does each write once for its idempotency key. Calls that come together to this process share one execution; between
 * processes, and across restarts, the record that the write leaves in its own transaction decides.
 */
export class Idempotency {
  private readonly inFlight = new Map<string, InFlight>();

  constructor(
    private readonly store: IdempotencyStore,
    private readonly now: () => Date,
  ) {}

  async once<T>({ operation, command, call }: Once, steps: Steps<T>): Promise<Result<T>> {
    const { idempotencyKey: key, ...input } = command;
    if (key === null) return performed(await steps.perform(undefined));
    const { id: callerId } = call.caller;
    const identity = { callerId, key, requestDigest: requestDigest(operation, input) };
    const place = JSON.stringify([callerId, key]);
    for (let leader = this.inFlight.get(place); leader !== undefined; leader = this.inFlight.get(place)) {
      if (!sameBytes(leader.requestDigest, identity.requestDigest)) return failed({ kind: "idempotencyKeyReused" });
      try {
        return (await leader.result) as Result<T>;
      } catch (error) {
        // Its client went away and took the execution along: another one of the callers goes on.
        if (!leader.signal.aborted) throw error;
      }
    }
    const result = this.first(identity, steps);
    this.inFlight.set(place, { requestDigest: identity.requestDigest, signal: call.signal, result });
    try {
      return await result;
    } finally {
      this.inFlight.delete(place);
    }
  }

  private async first<T>(identity: IdempotentCall, steps: Steps<T>): Promise<Result<T>> {
    const earlier = await this.store.find(identity);
    if (earlier.kind !== "none") return answerFrom(earlier, steps);
    const expiresAt = new Date(this.now().getTime() + KEPT_MS);
    const outcome = await steps.perform({ ...identity, expiresAt });
    if (outcome !== "alreadyDone" && outcome.ok) return outcome;
    // Another server may have done it meanwhile, and what it did be in the way, as a person who is there now: its answer counts.
    const done = await this.store.find(identity);
    return outcome !== "alreadyDone" && done.kind === "none" ? outcome : answerFrom(done, steps);
  }
}

async function answerFrom<T>(earlier: EarlierCall, steps: Steps<T>): Promise<Result<T>> {
  switch (earlier.kind) {
    case "otherRequest":
      return failed({ kind: "idempotencyKeyReused" });
    case "done":
      return earlier.remembered === null
        ? failed({ kind: "personNotFound" })
        : steps.repeat(earlier.remembered, earlier.personId);
    case "none":
      throw new Error("A write found a record of its idempotency key, and then there was none.");
    default:
      return assertNever(earlier);
  }
}

function performed<T>(outcome: Result<T> | "alreadyDone"): Result<T> {
  if (outcome === "alreadyDone") throw new Error("A write without an idempotency key found a record of one.");
  return outcome;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

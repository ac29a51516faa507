import { describe, expect, it } from "vitest";
import type { Call } from "../access/caller.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import type { EarlierCall } from "./idempotency.port.js";
import { Idempotency } from "./idempotency.service.js";

const call = { caller: { id: "key" }, signal: AbortSignal.timeout(60_000) } as Call;
const once = { operation: "enroll", command: { idempotencyKey: "k", externalId: "ada" }, call };
const DONE: EarlierCall = { kind: "done", remembered: { answer: "first" }, personId: null };
const NONE: EarlierCall = { kind: "none" };

/** What is answered where the store finds this before and after the call was performed. */
async function answered(before: EarlierCall, after: EarlierCall, outcome: Result<string> | "alreadyDone") {
  const found = [before, after];
  const idempotency = new Idempotency({ find: async () => found.shift() ?? NONE }, () => new Date());
  const result = await idempotency.once<string>(once, {
    perform: async () => outcome,
    repeat: async ({ answer }) => succeeded(String(answer)),
  });
  return result.ok ? result.value : result.failure.kind;
}

describe("Idempotency", () => {
  const duplicate = failed({ kind: "duplicateExternalId" });

  it("answers what was done, or is found done when it comes to writing", async () => {
    expect(await answered(NONE, NONE, succeeded("second"))).toBe("second");
    expect(await answered(DONE, NONE, succeeded("second"))).toBe("first");
    expect(await answered(NONE, DONE, "alreadyDone")).toBe("first");
  });

  it("answers what another server did, where that is what the call stumbled over", async () => {
    expect(await answered(NONE, DONE, duplicate)).toBe("first");
    expect(await answered(NONE, { kind: "otherRequest" }, duplicate)).toBe("idempotencyKeyReused");
    expect(await answered(NONE, NONE, duplicate)).toBe("duplicateExternalId");
  });
});

import { describe, expect, it } from "vitest";
import { DatabaseUnavailableError, withTypedErrors } from "./errors.js";

const failing = (error: unknown) => withTypedErrors(() => Promise.reject(error));
const coded = (code: string) => Object.assign(new Error("words of a driver"), { code });

describe("withTypedErrors", () => {
  it.each([
    ["a connection that is refused", coded("ECONNREFUSED")],
    ["a network that is away", coded("ENETUNREACH")],
    ["a connection exception", coded("08006")],
    ["a server that shuts down", coded("57P01")],
    ["a server that starts", coded("57P03")],
    ["a full disk", coded("53100")],
    ["a server out of memory", coded("53200")],
    ["too many connections", coded("53300")],
    ["a standby before it takes over", coded("25006")],
    ["a transaction that was left alone", coded("25P03")],
    ["Prisma's pool without a connection", coded("P2024")],
    ["a connection that was given up", new Error("Connection terminated: the database did not answer in time")],
    ["one of several addresses", new AggregateError([coded("ETIMEDOUT")])],
    ["what a driver wraps", new Error("outside", { cause: { originalCode: "53300" } })],
    [
      "what Prisma wraps",
      Object.assign(new Error("outside"), { meta: { driverAdapterError: { cause: coded("57P02") } } }),
    ],
  ])("takes %s for an unavailable database, and shows nothing of it", async (_name, error) => {
    await expect(failing(error)).rejects.toThrow(DatabaseUnavailableError);
    await expect(failing(error)).rejects.not.toThrow(/words of a driver/);
  });

  it.each([
    ["a row that is there already", coded("23505")],
    ["a wrong query", coded("42601")],
    ["a transaction in a failed state", coded("25P02")],
    ["a serialisation failure", coded("40001")],
    ["anything else", new TypeError("not a function")],
  ])("hands %s on as it is", async (_name, error) => {
    await expect(failing(error)).rejects.toBe(error);
  });

  it("ends at errors that wrap themselves", async () => {
    const error: { cause?: unknown } = {};
    error.cause = error;
    await expect(failing(error)).rejects.toBe(error);
  });
});

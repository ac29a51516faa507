import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.js";
import { DataDirInUseError } from "./errors.js";
import { acquireInstanceLock } from "./instance-lock.js";

async function lockPath(): Promise<string> {
  return join(await temporaryFolder(), "postgres.lock");
}

it("is refused while its holder lives, and free once released", async () => {
  const path = await lockPath();
  const lock = await acquireInstanceLock(path, "/data");
  await expect(acquireInstanceLock(path, "/data")).rejects.toEqual(new DataDirInUseError("/data", process.pid));
  await lock.release();
  await lock.release();
  await (await acquireInstanceLock(path, "/data")).release();
  expect(await readdir(join(path, ".."))).toEqual([]);
});

it("is taken over when the holder's pid now belongs to another process", async () => {
  const path = await lockPath();
  await writeFile(path, JSON.stringify({ pid: process.pid, startTime: "1", nonce: "a" }));
  await acquireInstanceLock(path, "/data");
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: process.pid });
});

it.each(["", "{", '{"pid":0,"startTime":"1"}', '{"pid":-1,"startTime":"1"}'])(
  "is taken over when it holds %j, which no holder writes",
  async (content) => {
    const path = await lockPath();
    await writeFile(path, content);
    await acquireInstanceLock(path, "/data");
  },
);

it("goes to exactly one of many that find the same stale lock at almost the same time", async () => {
  for (let round = 0; round < 40; round++) {
    const path = await lockPath();
    await writeFile(path, JSON.stringify({ pid: process.pid, startTime: "1", nonce: "a" }));
    // Staggered, so that some still act on the dead holder's lock that they have read while another already holds it.
    const attempts = Array.from({ length: 12 }, async (_, index) => {
      for (let turn = 0; turn < index * (round % 4); turn++) await new Promise(setImmediate);
      return acquireInstanceLock(path, "/data");
    });
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await readdir(join(path, ".."))).toEqual(["postgres.lock"]);
  }
});

it("leaves another's lock alone when released late", async () => {
  const path = await lockPath();
  const lock = await acquireInstanceLock(path, "/data");
  await writeFile(path, "another's");
  await lock.release();
  expect(await readFile(path, "utf8")).toBe("another's");
});

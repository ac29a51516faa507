import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.js";
import { SHARED_HOME } from "./cluster-home.js";
import { DataDirInUseError, type EmbeddedPostgres, startEmbeddedPostgres } from "./index.js";
import { processStartTime } from "./process-identity.js";

vi.setConfig({ testTimeout: 60_000 });

const isRoot = process.getuid?.() === 0;
const OWNER = fileURLToPath(new URL("../../test/postgres-owner.mjs", import.meta.url));

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  onTestFinished(() => server.stop());
  return server;
}

async function query(connectionString: string, sql: string): Promise<pg.QueryResult["rows"]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const WRITE = "CREATE TABLE kept (note text); INSERT INTO kept VALUES ('still here')";
const expectKept = async (server: EmbeddedPostgres) =>
  expect(await query(server.connectionString, "SELECT note FROM kept")).toEqual([{ note: "still here" }]);

/** Runs another process that wants the folder, and gives what it reports. */
async function spawnOwner(dataDir: string): Promise<{ owner: ChildProcess; report: Record<string, string> }> {
  const owner = spawn(process.execPath, [OWNER, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void owner.kill("SIGKILL"));
  const [line] = (await once(createInterface(owner.stdout), "line")) as [string];
  return { owner, report: JSON.parse(line) };
}

async function killAndWait(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

it("keeps what was written from one start to the next, in a folder with a space in its name", async () => {
  const dataDir = join(await temporaryFolder(), "my data");
  const first = await start(dataDir);
  await query(first.connectionString, WRITE);
  await first.stop();
  await first.stop();
  expect(await processStartTime(first.pid)).toBeUndefined();
  expect(await readdir(dataDir)).not.toContain("postgres.lock");

  const second = await start(dataDir);
  await expectKept(second);
  expect(second.location).toBe(join(dataDir, "postgres"));
});

it("listens on 127.0.0.1 alone, demands the password, and keeps it from other users", async () => {
  const dataDir = await temporaryFolder();
  const { connectionString } = await start(dataDir);
  expect(new URL(connectionString)).toMatchObject({ hostname: "127.0.0.1", pathname: "/facenet" });
  const settings =
    "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories')";
  expect(await query(connectionString, `${settings} ORDER BY name`)).toEqual([
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "unix_socket_directories", setting: "" },
  ]);
  expect(await query(connectionString, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  expect(await query(connectionString, "SHOW server_encoding")).toEqual([{ server_encoding: "UTF8" }]);

  const guess = new URL(connectionString);
  guess.password = "guess";
  await expect(query(guess.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  expect((await stat(join(dataDir, "postgres-password"))).mode & 0o777).toBe(0o600);
});

it("refuses a second owner, in this process or another, and names the first", async () => {
  const dataDir = await temporaryFolder();
  const server = await start(dataDir);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(DataDirInUseError);

  const { report } = await spawnOwner(dataDir);
  expect(report).toMatchObject({ error: "DataDirInUseError" });
  expect(report.message).toContain(`process ${process.pid}`);
  expect(await query(server.connectionString, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

it("recovers what was committed after its owner was killed, and ends the server left behind", async () => {
  const dataDir = await temporaryFolder();
  const { owner, report } = await spawnOwner(dataDir);
  await query(report.connectionString!, WRITE);
  await killAndWait(owner);
  const orphan = Number(report.pid);
  expect(await processStartTime(orphan)).toBeDefined();

  const server = await start(dataDir);
  expect(await processStartTime(orphan)).toBeUndefined();
  await expectKept(server);
});

it("recovers when owner and server were killed together", async () => {
  const dataDir = await temporaryFolder();
  const { owner, report } = await spawnOwner(dataDir);
  await query(report.connectionString!, WRITE);
  process.kill(Number(report.pid), "SIGKILL");
  await killAndWait(owner);

  await expectKept(await start(dataDir));
});

it("reports a server that was killed, and starts again in the same process", async () => {
  const dataDir = await temporaryFolder();
  const killed = await start(dataDir);
  await query(killed.connectionString, WRITE);
  process.kill(killed.pid, "SIGKILL");
  expect((await killed.crashed).message).toContain(`process ${killed.pid}) ended by itself: SIGKILL`);

  await expectKept(await start(dataDir));
});

it("starts afresh when its owner was killed while the cluster was being created", async () => {
  const dataDir = await temporaryFolder();
  const owner = spawn(process.execPath, [OWNER, dataDir], { stdio: "ignore" });
  onTestFinished(() => void owner.kill("SIGKILL"));
  const half = async () => (await readdir(dataDir)).find((name) => name.startsWith("postgres.initdb-"));
  for (;;) {
    const draft = await half();
    if (draft && (await readdir(join(dataDir, draft))).includes("cluster")) break;
    await sleep(5);
  }
  await killAndWait(owner);
  expect(await readdir(dataDir)).not.toContain("postgres");

  await query((await start(dataDir)).connectionString, WRITE);
  expect(await half()).toBeUndefined();
});

it("starts though the pid in postmaster.pid now belongs to another process, and leaves that alone", async () => {
  const dataDir = await temporaryFolder();
  await (await start(dataDir)).stop();
  // Of the same user as PostgreSQL, which only then takes it for a postmaster.
  const { uid, gid } = await stat(join(dataDir, "postgres"));
  const innocent = spawn("sleep", ["60"], { stdio: "ignore", cwd: "/", uid, gid });
  onTestFinished(() => void innocent.kill("SIGKILL"));
  const pidFile = join(dataDir, "postgres", "postmaster.pid");
  await writeFile(pidFile, `${innocent.pid}\n${join(dataDir, "postgres")}\n1700000000\n5432\n`);

  await start(dataDir);
  expect(innocent.exitCode ?? innocent.signalCode).toBeNull();
});

it("sets a log that has grown past 10 MB aside", async () => {
  const dataDir = await temporaryFolder();
  const log = join(dataDir, "postgres.log");
  await mkdir(dataDir, { recursive: true });
  await writeFile(log, Buffer.alloc(11 * 1024 * 1024, "."));
  await start(dataDir);
  expect((await stat(log)).size).toBeLessThan(10_000);
  expect((await stat(`${log}.1`)).size).toBe(11 * 1024 * 1024);
});

it.skipIf(!isRoot)(
  `keeps the cluster in ${SHARED_HOME} when the PostgreSQL user cannot reach the data folder${isRoot ? "" : " (skipped: needs root)"}`,
  async () => {
    const dataDir = await temporaryFolder(0o700);
    const first = await start(dataDir);
    const home = join(first.location, "..");
    onTestFinished(async () => {
      await first.stop();
      await rm(home, { recursive: true, force: true });
      // Gone too if this test made it, kept if anything else is in it.
      await rmdir(SHARED_HOME).catch(() => undefined);
    });
    const id = (await readFile(join(dataDir, "postgres-location"), "utf8")).trim();
    expect(first.location).toBe(join(SHARED_HOME, id, "postgres"));
    await query(first.connectionString, WRITE);
    await first.stop();

    const second = await start(dataDir);
    expect(second.location).toBe(first.location);
    await expectKept(second);
    await second.stop();
  },
);

import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A folder for a server's data, gone when `remove` is called. */
export async function makeDataDir() {
  const path = await mkdtemp(join(tmpdir(), "facenet-own-"));
  // As root, PostgreSQL runs as a user of its own, who must be able to pass through.
  await chmod(path, 0o711);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/**
 * A server on a free port, as a process of its own.
 *
 * @param {{ dataDir: string, key: string, settings?: Record<string, string> }} options `settings`: environment variables
 */
export async function startServer({ dataDir, key, settings = {} }) {
  const { PATH, HOME, TMPDIR } = process.env;
  const inherited = Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined),
  );
  const child = spawn(process.execPath, [MAIN], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: "0", BOOTSTRAP_API_KEY: key, LOG_LEVEL: "warn", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let printed = "";
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
      const ready = /ready at (\S+)\s/.exec(printed);
      if (ready) resolve(ready[1]);
    });
    ended.then((code) => reject(new Error(`The server ended with ${code}.`)));
  });
  /** The result of a document with one root field. */
  const ask = async (query, input) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors[0].message);
    return Object.values(data)[0];
  };
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.kill(signal);
    return ended;
  };
  return { ask, end, url, key };
}

/**
 * A server with data that is thrown away.
 *
 * @param {Record<string, string>} [settings] environment variables
 */
export async function startOwnServer(settings = {}) {
  const dataDir = await makeDataDir();
  const server = await startServer({ dataDir: dataDir.path, key: randomBytes(24).toString("hex"), settings });
  const stop = async () => {
    const code = await server.end("SIGTERM");
    await dataDir.remove();
    return code;
  };
  return { ...server, stop };
}

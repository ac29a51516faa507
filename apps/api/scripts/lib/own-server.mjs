import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A server of its own on a free port, with data that is thrown away.
 *
 * @param {Record<string, string>} [settings] environment variables
 */
export async function startOwnServer(settings = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), "facenet-own-"));
  // As root, PostgreSQL runs as a user of its own, who must be able to pass through.
  await chmod(dataDir, 0o711);
  const key = randomBytes(24).toString("hex");
  const { PATH, HOME, TMPDIR } = process.env;
  const inherited = Object.fromEntries(
    Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined),
  );
  const child = spawn(process.execPath, [fileURLToPath(new URL("../../dist/main.js", import.meta.url))], {
    env: { ...inherited, DATA_DIR: dataDir, PORT: "0", BOOTSTRAP_API_KEY: key, LOG_LEVEL: "warn", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await ended;
    await rm(dataDir, { recursive: true, force: true });
    return code;
  };
  let printed = "";
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
      const ready = /ready at (\S+)\s/.exec(printed);
      if (ready) resolve(ready[1]);
    });
    ended.then((code) => reject(new Error(`The server ended with ${code}.`)));
  });
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
  return { ask, stop, url, key };
}

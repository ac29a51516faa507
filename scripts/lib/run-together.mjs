import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { exitCode } from "./run.mjs";

const PARENT_CHECK_MS = 250;

/**
 * @typedef {{ name: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv, readyWhen?: RegExp }} Part
 *   readyWhen is matched against standard output; the part is ready when it matches, or at once without it
 */

/**
 * Runs several programs as one: each starts when the one before is ready, and when one ends the others are stopped.
 * Signals are treated as in runInForeground.
 *
 * @param {readonly ((match: RegExpExecArray | undefined) => Part)[]} parts each is given what made the one before ready
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, say: (line: string) => void }} options
 * @returns {Promise<number>} 0 when all ended in good order; else the exit code of the first that did not
 */
export async function runTogether(parts, { cwd, env = process.env, say }) {
  /** @type {Set<import("node:child_process").ChildProcess>} */
  const running = new Set();
  let stopping = false;
  let askedTo = false;
  let code = 0;

  /** @param {NodeJS.Signals} signal */
  const stopAll = (signal) => {
    if (stopping) return;
    stopping = true;
    for (const child of running) child.kill(signal);
  };
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    askedTo = true;
    // The terminal has sent its SIGINT to every part already, and a second one would cut their orderly end short.
    if (signal === "SIGINT" && process.stdin.isTTY) stopping = true;
    else stopAll(signal === "SIGHUP" ? "SIGTERM" : signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, onSignal);
  const parent = process.ppid;
  // A SIGTERM to npm ends the shell between npm and us without reaching us.
  const watch = setInterval(() => {
    if (env.npm_lifecycle_event && process.ppid !== parent) onSignal("SIGTERM");
  }, PARENT_CHECK_MS);

  /** @type {Promise<void>[]} */
  const ends = [];
  /** @type {RegExpExecArray | undefined} */
  let match;
  try {
    for (const describe of parts) {
      if (stopping) break;
      const part = describe(match);
      const child = spawn(part.program, part.args, {
        cwd,
        env: part.env ?? env,
        stdio: ["ignore", part.readyWhen ? "pipe" : "inherit", "inherit"],
      });
      running.add(child);
      const ended = new Promise((resolve) => {
        child.once("error", (error) => {
          say(`${part.name} cannot be started: ${error.message}`);
          resolve(1);
        });
        child.once("close", (childCode, signal) => resolve(exitCode(childCode, signal)));
      }).then((childCode) => {
        running.delete(child);
        const unexpected = !stopping && !askedTo;
        if (unexpected) say(`${part.name} has ended; stopping the rest.`);
        if (code === 0) code = childCode === 0 && unexpected ? 1 : childCode;
        stopAll("SIGTERM");
      });
      ends.push(ended);
      const { readyWhen } = part;
      if (readyWhen) match = await Promise.race([firstMatch(child, readyWhen), ended.then(() => undefined)]);
    }
    await Promise.all(ends);
    return code;
  } finally {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/**
 * Passes standard output on and looks at it until it matches.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {RegExp} pattern
 * @returns {Promise<RegExpExecArray>}
 */
function firstMatch(child, pattern) {
  return new Promise((resolve) => {
    let seen = "";
    let found = false;
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      if (found) return;
      seen += text;
      const match = pattern.exec(seen);
      if (match === null) return;
      found = true;
      resolve(match);
    });
  });
}

/**
 * @param {string} host
 * @returns {Promise<number>} a port that nothing listens on at the moment
 */
export function freePort(host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>} false where something listens there already
 */
export function isPortFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(!("code" in error && error.code === "EADDRINUSE")));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

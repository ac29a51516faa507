import { spawn } from "node:child_process";
import { constants } from "node:os";
import { basename } from "node:path";

const PARENT_CHECK_MS = 250;

/**
 * Runs a program without showing its output, which is returned for the case that it fails.
 *
 * @param {string} program
 * @param {readonly string[]} args passed as they are, never through a shell: a path may contain spaces
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(program, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.stderr.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code: exitCode(code, signal), output: Buffer.concat(chunks).toString("utf8").trim() });
    });
  });
}

/**
 * Runs a program that shows its own output and resolves with its exit code. Whoever stops this process stops the program,
 * once: a second signal makes some programs give up their orderly end. So SIGTERM and SIGHUP are passed on the first time
 * they come, and SIGINT is not passed on at a terminal, which has sent it to the program itself already. A SIGTERM to npm
 * ends the shell between npm and us without reaching us, so under npm the end of our parent counts as one.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runInForeground(program, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
    let passedOn = false;
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      if (passedOn || (signal === "SIGINT" && process.stdin.isTTY)) return;
      passedOn = true;
      child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, passOn);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent) passOn("SIGTERM");
    }, PARENT_CHECK_MS);
    // Without npm our parent may be a shell that is left on purpose, after nohup for example.
    if (!env.npm_lifecycle_event) clearInterval(watch);
    const settle = () => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, passOn);
    };
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settle();
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  // 128 + n is how shells report a program that ended by signal n.
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * How to run npm: the one that runs us where there is one, so that `npx npm@10 start` stays with npm 10.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ program: string, args: string[] }}
 */
export function npmCommand(env) {
  const cli = env.npm_execpath;
  // Another package manager also sets npm_execpath, to itself.
  return cli && basename(cli) === "npm-cli.js"
    ? { program: process.execPath, args: [cli] }
    : { program: "npm", args: [] };
}

/** @param {number} startedAt a value of performance.now() */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

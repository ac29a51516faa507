import { describe, expect, it } from "vitest";
import { npmCommand, runInForeground, runQuietly } from "./run.mjs";

const cwd = process.cwd();

describe("runQuietly", () => {
  it("returns the exit code and both streams", async () => {
    const script = "console.log('to stdout'); console.error('to stderr'); process.exitCode = 3";
    const { code, output } = await runQuietly(process.execPath, ["-e", script], { cwd });
    expect(code).toBe(3);
    expect(output).toContain("to stdout");
    expect(output).toContain("to stderr");
  });

  it("passes an argument with spaces and quotes as it is", async () => {
    const argument = `a "b" 'c' $HOME`;
    const { output } = await runQuietly(process.execPath, ["-p", "process.argv[1]", argument], { cwd });
    expect(output).toBe(argument);
  });

  it("rejects when there is no such program", async () => {
    await expect(runQuietly("no-such-program-here", [], { cwd })).rejects.toThrow("no-such-program-here");
  });
});

describe("runInForeground", () => {
  it("passes the exit code on", async () => {
    expect(await runInForeground(process.execPath, ["-e", "process.exitCode = 7"], { cwd })).toBe(7);
  });

  it("reports an end by signal the way shells do", async () => {
    expect(await runInForeground(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"], { cwd })).toBe(137);
  });

  it("passes SIGTERM on once and waits for the orderly end", async () => {
    const runner = new URL("./run.mjs", import.meta.url).href;
    const server = `
      let signals = 0;
      process.on("SIGTERM", () => { signals += 1; setTimeout(() => process.exit(10 + signals), 300); });
      setInterval(() => {}, 1000);
      console.log("ready");
      process.kill(process.ppid, "SIGTERM");
      setTimeout(() => process.kill(process.ppid, "SIGTERM"), 100);`;
    const launcher = `
      import { runInForeground } from ${JSON.stringify(runner)};
      process.exitCode = await runInForeground(process.execPath, ["-e", ${JSON.stringify(server)}], { cwd: "." });`;
    const { code, output } = await runQuietly(process.execPath, ["--input-type=module", "-e", launcher], { cwd });
    expect(output).toBe("ready");
    expect(code).toBe(11);
  });
});

describe.skipIf(process.platform === "win32")("runInForeground under npm (no POSIX shell on Windows)", () => {
  it("ends the program when the shell that npm put between is ended", async () => {
    const runner = new URL("./run.mjs", import.meta.url).href;
    const server = `
      process.on("SIGTERM", () => { console.log("stopped in good order"); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log("ready");
      process.kill(Number(process.env.SHELL_PID), "SIGTERM");`;
    const launcher = `
      import { runInForeground } from ${JSON.stringify(runner)};
      const env = { ...process.env, SHELL_PID: String(process.ppid) };
      await runInForeground(process.execPath, ["-e", ${JSON.stringify(server)}], { cwd: ".", env });`;
    // The second command keeps the shell from replacing itself with the first.
    const { code, output } = await runQuietly(
      "sh",
      ["-c", `"$0" --input-type=module -e "$1"; exit 9`, process.execPath, launcher],
      {
        cwd,
        env: { ...process.env, npm_lifecycle_event: "start" },
      },
    );
    expect(output).toBe("ready\nstopped in good order");
    expect(code).toBe(143);
  });
});

describe("npmCommand", () => {
  it("stays with the npm that runs us", () => {
    expect(npmCommand({ npm_execpath: "/opt/a b/npm/bin/npm-cli.js" })).toEqual({
      program: process.execPath,
      args: ["/opt/a b/npm/bin/npm-cli.js"],
    });
  });

  it.each([{}, { npm_execpath: "/opt/pnpm/bin/pnpm.cjs" }])("falls back to npm on the PATH: %o", (env) => {
    expect(npmCommand(env)).toEqual({ program: "npm", args: [] });
  });
});

import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runQuietly } from "./run.mjs";
import { isPortFree, runTogether } from "./run-together.mjs";

const cwd = process.cwd();
const STAYS = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('ready at 42');";

/**
 * @param {string} name
 * @param {string} script
 */
const part = (name, script) => ({ name, program: process.execPath, args: ["-e", script], readyWhen: /ready at (\d+)/ });

describe("runTogether", () => {
  it("stops the others, says so and fails when one ends by itself", async () => {
    /** @type {string[]} */
    const said = [];
    const parts = [() => part("First", STAYS), () => part("Second", "process.exitCode = 3")];
    expect(await runTogether(parts, { cwd, say: (line) => said.push(line) })).toBe(3);
    expect(said).toEqual(["Second has ended; stopping the rest."]);
  });

  it("does not take an early end without an error for success", async () => {
    expect(await runTogether([() => part("First", "")], { cwd, say: () => {} })).toBe(1);
  });

  it("starts a part only when the one before is ready, with what made it ready", async () => {
    /** @type {(string | undefined)[]} */
    const seen = [];
    const parts = [
      () => part("First", `setTimeout(() => { ${STAYS} }, 300)`),
      (/** @type {RegExpExecArray | undefined} */ match) => {
        seen.push(match?.[1]);
        return part("Second", "process.exitCode = 5");
      },
    ];
    expect(await runTogether(parts, { cwd, say: () => {} })).toBe(5);
    expect(seen).toEqual(["42"]);
  });

  it("starts nothing more when the first one fails", async () => {
    const parts = [
      () => part("First", "process.exitCode = 4"),
      () => {
        throw new Error("must not be started");
      },
    ];
    expect(await runTogether(parts, { cwd, say: () => {} })).toBe(4);
  });

  it("ends all of them in good order on SIGTERM", async () => {
    const runner = new URL("./run-together.mjs", import.meta.url).href;
    const script = (/** @type {string} */ name) =>
      `process.on("SIGTERM", () => { console.log("${name} stopped"); process.exit(0); });
       setInterval(() => {}, 1000); console.log("${name} ready");`;
    const launcher = `
      import { runTogether } from ${JSON.stringify(runner)};
      const part = (name, script) => () =>
        ({ name, program: process.execPath, args: ["-e", script], readyWhen: /ready/ });
      setTimeout(() => process.kill(process.pid, "SIGTERM"), 1500);
      process.exitCode = await runTogether(
        [part("one", ${JSON.stringify(script("one"))}), part("two", ${JSON.stringify(script("two"))})],
        { cwd: ".", say: console.log });`;
    const { code, output } = await runQuietly(process.execPath, ["--input-type=module", "-e", launcher], { cwd });
    expect(output).toContain("one stopped");
    expect(output).toContain("two stopped");
    expect(output).not.toContain("has ended");
    expect(code).toBe(0);
  });
});

describe("isPortFree", () => {
  it("sees that a port is taken, and that it is free again", async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await isPortFree("127.0.0.1", port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isPortFree("127.0.0.1", port)).toBe(true);
  });
});

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.js";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));

it("makes an empty database by the program in README.md, and finds it again", { timeout: 180_000 }, async () => {
  const program = /```js\n([\s\S]*?)```/.exec(readFileSync(join(FOLDER, "README.md"), "utf8"))?.[1] ?? "";
  const dataDir = await temporaryFolder();
  for (const _start of ["first", "second"]) {
    const args = ["--input-type=module", "-", dataDir, MIGRATIONS];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: FOLDER, input: program, encoding: "utf8" });
    expect(stdout, stderr).toBe("[]\n");
  }
});

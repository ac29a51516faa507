import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { samplePhotoPath } from "../src/models/built-in.js";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(join(FOLDER, "README.md"), "utf8");

describe("the program in README.md", { timeout: 180_000 }, () => {
  const program = /```js\n([\s\S]*?)```/.exec(README)?.[1] ?? "";

  it.each([
    ["rejects two strangers", 2, 5, /^\{ decision: 'REJECT', distance: 0\.6[01]\d*, templateId: '1' \}$/m],
    ["accepts the same photo", 1, 1, /^\{ decision: 'ACCEPT', distance: 0, templateId: '1' \}$/m],
  ])("%s", (_name, one, another, expected) => {
    const args = ["--input-type=module", "-", samplePhotoPath(one), samplePhotoPath(another)];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: FOLDER, input: program, encoding: "utf8" });
    expect(stdout, stderr).toMatch(expected);
  });
});

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

// The short form of `npm run crash`.
it("is killed in the middle of enrolments, and finds every person whole or absent", { timeout: 300_000 }, async () => {
  const script = fileURLToPath(new URL("../scripts/crash.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, "--json", "--kills", "3"]);
  const report = JSON.parse(stdout) as Record<string, number>;
  expect(report).toMatchObject({ kills: 3, half: 0, lost: 0 });
  expect(report.enrolmentsAnswered).toBeGreaterThan(0);
});

import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

interface DemoFace {
  sample: number;
  enrolledAs: string | null;
  outcome: string;
  who: string | null;
  verify: string | null;
}

it("runs the demo: everybody enrolled is known again, also on another photo, and strangers are not", {
  timeout: 180_000,
}, async () => {
  const demo = fileURLToPath(new URL("../scripts/demo.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [demo, "--json"]);
  const { faces, picture } = JSON.parse(stdout) as { faces: DemoFace[]; picture: string };
  const enrolled = faces.filter(({ enrolledAs }) => enrolledAs !== null);
  expect(enrolled).toHaveLength(7);
  for (const face of enrolled)
    expect(face).toMatchObject({ outcome: "IDENTIFIED", who: face.enrolledAs, verify: "ACCEPT" });
  // The third from the left on the first photo is also on the third one; nobody else is on two.
  const others = faces.filter(({ enrolledAs, outcome }) => enrolledAs === null && outcome === "IDENTIFIED");
  expect(others).toMatchObject([{ sample: 3, who: "Lin" }]);
  expect((await stat(picture)).size).toBeGreaterThan(50_000);
});

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { PROBLEM_CODES, REQUEST_ERROR_CODES } from "../src/modules/problems/index.js";

const PAGE = await readFile(new URL("../../../docs/errors.md", import.meta.url), "utf8");

/** Rows of the table under a heading, by the names of its columns. */
function rowsUnder(heading: string): Record<string, string>[] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  const [names = [], ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])));
}

const codesIn = (rows: readonly Record<string, string>[]) =>
  [...new Set(rows.map(({ code }) => code?.replaceAll("`", "")))].toSorted();

describe("docs/errors.md", () => {
  const problems = rowsUnder("Problems");
  const errors = rowsUnder("Errors of requests");

  it("explains every code of a problem and of a request, and no other", () => {
    expect(codesIn(problems)).toEqual(Object.values(PROBLEM_CODES).toSorted());
    expect(codesIn(errors)).toEqual([...REQUEST_ERROR_CODES].toSorted());
  });

  it("says of each what it means, what to do and whether to call again", () => {
    for (const row of [...problems, ...errors]) {
      expect(row.meaning, row.code).toMatch(/\S\.$/);
      expect(row["what to do"], row.code).toMatch(/\S\.$/);
      expect(row["does calling again help"], row.code).toMatch(/^(no|yes|perhaps)\b/);
    }
  });

  it("names the status of each error of a request", () => {
    for (const { code, status } of errors) expect(status, code).toMatch(/^[245]\d\d(, 500)?$/);
  });
});

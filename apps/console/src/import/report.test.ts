import { describe, expect, it } from "vitest";
import { reportOf } from "./report";

describe("reportOf", () => {
  it("has a line a row, and nothing that a spreadsheet would run", () => {
    const report = reportOf([
      { line: 2, externalId: "=HYPERLINK(1)", state: { kind: "done", accepted: 2, refused: 1 }, reason: "" },
      { line: 3, externalId: "b", state: { kind: "enrolled" }, reason: 'says "known", already' },
    ]);
    expect(report.split("\r\n")).toEqual([
      "line,externalId,status,reason,photosAccepted,photosRefused",
      '2,"\'=HYPERLINK(1)",done,,2,1',
      '3,b,enrolled,"says ""known"", already",0,0',
    ]);
  });
});

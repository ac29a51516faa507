import { describe, expect, it } from "vitest";
import { parseOptions, UsageError } from "./options.js";

describe("parseOptions", () => {
  it("measures when no command is given", () => {
    expect(
      parseOptions(["--data", "some folder", "--model", "arcface.json", "--quick", "--threads", "3"]),
    ).toMatchObject({
      command: "measure",
      data: "some folder",
      model: "arcface.json",
      quick: true,
      json: false,
      threads: 3,
      seed: 1,
      cache: true,
    });
  });

  it("measures all profiles", () => {
    const options = parseOptions([
      "profiles",
      "--data",
      "some folder",
      "--write-curves",
      "curves",
      "--peers",
      "p.json",
    ]);
    expect(options).toMatchObject({ command: "profiles", data: "some folder", writeCurves: "curves", seed: 1 });
    expect(options).toMatchObject({ peers: "p.json", search: undefined });
  });

  it("compares two reports", () => {
    expect(parseOptions(["compare", "a.json", "b.json", "--json"])).toEqual({
      command: "compare",
      a: "a.json",
      b: "b.json",
      json: true,
    });
  });

  it.each([
    [["compare", "a.json"], /two reports/],
    [["compere", "a.json", "b.json"], /no command/],
    [["--theads", "2"], /--theads/],
    [["--threads", "0"], /whole number from 1/],
    [["--seed", "x"], /whole number from 0/],
    [["--from", "a.json", "--quick"], /does not go with/],
    [["--from", "a.json", "--model", "b.json"], /does not go with/],
    [["profiles", "--model", "fast"], /does not go with/],
    [["profiles", "lfw"], /no command/],
    [["--write-curves", "curves"], /goes with profiles/],
    [["--peers", "p.json"], /--peers goes with profiles/],
    [["--data"], /--data/],
  ])("refuses %j and says why", (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { parseRows, TEMPLATE } from "./rows";

describe("parseRows", () => {
  it("reads its own template", () => {
    const { rows, ignored, error } = parseRows(TEMPLATE);
    expect([ignored, error]).toEqual([[], null]);
    expect(rows).toEqual([
      {
        line: 2,
        externalId: "A-100",
        displayName: "Ada Lovelace",
        photoNames: ["ada-1.jpg", "ada-2.jpg"],
        tags: ["staff", "day"],
        consent: { basis: "CONSENT", textVersion: "1", obtainedAt: "2026-01-31T00:00:00.000Z", expiresAt: null },
        error: null,
      },
    ]);
  });

  it("takes columns in any order and spelling, other separators and quotes, and says what it ignores", () => {
    const { rows, ignored } = parseRows('\uFEFFPhotos;External ID;Shoe size\n"a, b.jpg";x1;44\n\n');
    expect(rows).toMatchObject([{ externalId: "x1", photoNames: ["a, b.jpg"], displayName: null, error: null }]);
    expect(ignored).toEqual(["shoesize"]);
  });

  it.each([
    ["noExternalId", ",a.jpg,,,,"],
    ["badExternalId", `${"x".repeat(129)},a.jpg,,,,`],
    ["noPhotos", "x, ; ,,,,"],
    ["tooManyPhotos", `x,${Array.from({ length: 11 }, (_, i) => `${i}.jpg`).join(";")},,,,`],
    ["badTags", `x,a.jpg,${"t".repeat(65)},,,`],
    ["badConsent", "x,a.jpg,,CONSENT,,"],
    ["badConsent", "x,a.jpg,,CONSENT,1,someday"],
  ])("%s", (expected, line) => {
    const text = `externalId,photos,tags,consentBasis,consentTextVersion,consentObtainedAt\n${line}`;
    expect(parseRows(text).rows[0]?.error).toBe(expected);
  });

  it("lets an external id through once", () => {
    const { rows } = parseRows("externalId,photos\na,1.jpg\na,2.jpg\nb,3.jpg");
    expect(rows.map(({ error }) => error)).toEqual([null, "twice", null]);
  });

  it("wants the columns it needs, and a row", () => {
    expect(parseRows("name,photos\na,b").error).toBe("noColumns");
    expect(parseRows("").error).toBe("noColumns");
    expect(parseRows("externalId,photos\n").error).toBe("empty");
  });
});

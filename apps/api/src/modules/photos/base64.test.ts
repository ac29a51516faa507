import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBase64 } from "./base64.js";

describe("decodeBase64", () => {
  it("gives back what was encoded, of every length, with and without padding", () => {
    for (let length = 1; length < 50; length++) {
      const bytes = randomBytes(length);
      const text = bytes.toString("base64");
      expect(decodeBase64(text)).toEqual(bytes);
      expect(decodeBase64(text.replace(/=+$/, ""))).toEqual(bytes);
    }
  });

  it("tolerates line breaks and a data URL prefix", () => {
    const bytes = randomBytes(100);
    const lines = bytes.toString("base64").replace(/(.{20})/g, "$1\r\n");
    expect(decodeBase64(lines)).toEqual(bytes);
    expect(decodeBase64(` data:image/jpeg;base64,${lines}`)).toEqual(bytes);
    expect(decodeBase64(`data:image/jpeg;charset=utf-8;base64,${lines}`)).toEqual(bytes);
  });

  it.each([
    "",
    " ",
    "====",
    "A",
    "AA=",
    "AAA==",
    "AAAA=",
    "AA==AA==",
    "AA-_",
    "AAA!",
    "é",
    "data:image/jpeg,AAAA",
    "data:image/jpeg;base64,",
  ])("refuses %j", (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });

  it("decodes ten megabytes in well under a second", () => {
    const text = randomBytes(10_000_000).toString("base64");
    const startedAt = performance.now();
    expect(decodeBase64(text)).toHaveLength(10_000_000);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it("gives back whatever bytes were encoded, and takes no text that encodes none", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        expect([...(decodeBase64(Buffer.from(bytes).toString("base64")) ?? [])]).toEqual([...bytes]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const decoded = decodeBase64(text);
        if (decoded === undefined) return;
        const kept = text.replace(/^\s*data:[^,]*,/i, "").replace(/[\s=]/g, "");
        expect(Buffer.from(decoded).toString("base64").replace(/=+$/, "").length).toBe(kept.length);
      }),
    );
  });
});

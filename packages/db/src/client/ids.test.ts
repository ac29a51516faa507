import { describe, expect, it } from "vitest";
import { isUuid, uuidV7Generator } from "./ids.js";

describe("uuidV7Generator", () => {
  it("makes distinct, ascending version 7 ids, also within a millisecond and when the clock steps back", () => {
    let ms = Date.UTC(2026, 0, 1);
    const newId = uuidV7Generator(() => new Date(ms));
    const ids = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 10_000) ms -= 5_000;
      if (index % 6_000 === 0) ms += 1;
      return newId();
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("starts with the time in milliseconds", () => {
    const ms = Date.UTC(2026, 5, 7, 8, 9, 10, 11);
    expect(
      Number.parseInt(
        uuidV7Generator(() => new Date(ms))()
          .replaceAll("-", "")
          .slice(0, 12),
        16,
      ),
    ).toBe(ms);
  });
});

describe("isUuid", () => {
  it.each(["", "x", "00000000-0000-7000-8000-00000000000", "00000000-0000-7000-8000-000000000000\n"])(
    "refuses %j",
    (text) => expect(isUuid(text)).toBe(false),
  );
});

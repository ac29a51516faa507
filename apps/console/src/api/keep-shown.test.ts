import { describe, expect, it } from "vitest";
import { keepShown } from "./keep-shown";

describe("what stays in sight while something else is asked for", () => {
  const asked = (variables: unknown) => ({ queryKey: ["people", variables] });

  it("is of the same site", () => {
    const keep = keepShown({ siteId: "north", search: "ada" });
    expect(keep("rows", asked({ siteId: "north", search: "a" }))).toBe("rows");
    expect(keep("rows", asked({ siteId: "south", search: "ada" }))).toBeUndefined();
    expect(keep(undefined, undefined)).toBeUndefined();
  });

  it("is what belongs to no site", () => {
    expect(keepShown({})("users", asked({}))).toBe("users");
  });
});

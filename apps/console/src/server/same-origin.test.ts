import { describe, expect, it } from "vitest";
import { isJson, isSameOrigin } from "./same-origin";

describe("isSameOrigin", () => {
  it("takes what a page of the console sends", () => {
    const headers = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };
    expect(isSameOrigin(new Headers(headers))).toBe(true);
  });

  it.each([
    ["no origin", { host: "a:1" }],
    ["another host", { host: "a:1", origin: "http://b:1" }],
    ["another port", { host: "a:1", origin: "http://a:2" }],
    ["an opaque origin", { host: "a:1", origin: "null" }],
    ["another site by the browser's own word", { host: "a:1", origin: "http://a:1", "sec-fetch-site": "same-site" }],
  ])("refuses %s", (_name, headers) => {
    expect(isSameOrigin(new Headers(headers))).toBe(false);
  });
});

describe("isJson", () => {
  it.each([
    ["application/json", true],
    ["application/json; charset=utf-8", true],
    ["text/plain", false],
    ["text/plain; application/json", false],
    ["application/x-www-form-urlencoded", false],
  ])("%s: %s", (type, expected) => {
    expect(isJson(new Headers({ "content-type": type }))).toBe(expected);
  });
});

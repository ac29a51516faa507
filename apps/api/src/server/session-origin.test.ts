import { describe, expect, it } from "vitest";
import { isFromConsole } from "./session-origin.js";

const PUBLIC_URL = "https://faces.example.org";

describe("isFromConsole", () => {
  it.each([
    ["POST", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
    ["POST", { origin: "https://faces.example.org", host: "10.0.0.7:3000" }, true],
    ["POST", { origin: "https://evil.example", host: "127.0.0.1:3000" }, false],
    ["POST", { origin: "http://127.0.0.1:3001", host: "127.0.0.1:3000" }, false],
    ["POST", { origin: "null", host: "127.0.0.1:3000" }, false],
    ["POST", { host: "127.0.0.1:3000" }, false],
    ["POST", { origin: "http://a", host: "a", "sec-fetch-site": "cross-site" }, false],
    ["POST", { origin: "http://a", host: "a", "sec-fetch-site": "same-site" }, false],
    ["POST", { origin: "http://a", host: "a", "sec-fetch-site": "none" }, false],
    ["GET", { host: "a" }, true],
    ["GET", { host: "a", "sec-fetch-site": "none" }, true],
    ["GET", { host: "a", "sec-fetch-site": "cross-site" }, false],
    ["GET", { origin: "https://evil.example", host: "a" }, false],
  ])("%s %j: %s", (method, headers, expected) => {
    expect(isFromConsole({ method, headers }, PUBLIC_URL)).toBe(expected);
  });
});

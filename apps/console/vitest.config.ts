import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "facenet-console",
    include: ["src/**/*.test.ts", "bench/*.test.ts", "e2e/**/*.test.ts"],
    globalSetup: ["e2e/support/install-browser.ts"],
    testTimeout: 300_000,
    hookTimeout: 240_000,
  },
});

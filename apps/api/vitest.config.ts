import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would take graphql's ES modules where Node takes its CommonJS ones: two copies, which graphql refuses.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve("graphql") }] },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["./test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Every end-to-end file starts a server with real networks; more than two at once only fight for the processor.
    maxWorkers: 2,
  },
});

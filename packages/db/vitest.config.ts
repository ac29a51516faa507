import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    // Starting a PostgreSQL cluster takes seconds where the disk is slow: it is really flushed.
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listWorkspaces } from "./scripts/lib/workspaces.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const suites = [...listWorkspaces(root), { name: "scripts", folder: "scripts" }];

export default defineConfig({
  test: {
    // Suites start real databases and networks; more at once than two would only wait for each other.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    exclude: ["**/node_modules/**", "**/dist/**"],
    projects: suites.map(({ name, folder }) => {
      const own = join(root, folder, "vitest.config.ts");
      return existsSync(own) ? own : { extends: true as const, test: { name, root: join(root, folder) } };
    }),
  },
});

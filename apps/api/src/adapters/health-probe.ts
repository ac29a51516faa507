import { createRequire } from "node:module";
import type { Engine } from "facenet-core";
import type { Database } from "facenet-db";
import type { HealthProbe } from "../modules/health/index.js";
import { translated } from "./translated.js";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

export function healthProbe({
  db,
  engine,
  ...about
}: {
  db: Pick<Database, "describe">;
  engine: Engine;
  runtime: string;
  threads: number;
}): HealthProbe {
  const startedAt = new Date();
  return {
    facts: () => ({
      ...{ version, startedAt, residentBytes: process.memoryUsage.rss() },
      engine: { ...about, ...engine.load(), modelIds: engine.models.map(({ modelId }) => modelId) },
    }),
    database: () =>
      translated(async () => {
        const askedAt = performance.now();
        const described = await db.describe();
        return { ...described, latencyMs: performance.now() - askedAt };
      }),
  };
}

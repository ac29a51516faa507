import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { EngineAdapter } from "./engine-adapter.js";
import { MigratorError } from "./errors.js";

/** What we need of the global; the type library of Node 20 does not declare it. */
interface WebAssemblyGlobal {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };

let loading: Promise<void> | undefined;

/**
 * Opens Prisma's schema engine, the WebAssembly build of what `prisma migrate` runs natively: the native one is a
 * download at install time, which an offline installation does not have.
 *
 * @param schema content of a Prisma schema; names the provider, and for a comparison the database schemas.
 */
export async function openSchemaEngine(adapter: EngineAdapter, schema: string): Promise<SchemaEngine> {
  loading ??= load();
  await loading;
  return bindings.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, ignoreLog, adapter.factory);
}

/** By hand, because Node 20 cannot import a .wasm file as the package's own entry does. */
async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(join(dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes), {
    "./schema_engine_bg.js": importObject(),
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // The engine looks for this global when it panics, and without it dies with a message about the global.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new MigratorError(`Prisma's schema engine stopped: ${message.slice(0, 500)}`);
      },
    },
  });
}

/**
 * The bindings, but with timers that do not keep the process alive: the engine leaves its ten-second limit on waiting
 * for a lock running after it has the lock.
 */
function importObject(): Record<string, unknown> {
  const timer = Object.keys(bindings).find((name) => name.startsWith("__wbg_setTimeout_"));
  if (timer === undefined) return bindings;
  return { ...bindings, [timer]: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs).unref() };
}

/** Its log repeats every script in full. */
function ignoreLog(): void {}

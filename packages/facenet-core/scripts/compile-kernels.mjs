// Assembles every src/**/NAME.wat into src/generated/NAME.ts: the bytes of a WebAssembly module.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import loadWabt from "wabt";

const sources = fileURLToPath(new URL("../src", import.meta.url));
const target = join(sources, "generated");

const wabt = await loadWabt();
mkdirSync(target, { recursive: true });
for (const path of readdirSync(sources, { recursive: true, encoding: "utf8" })) {
  if (!path.endsWith(".wat")) continue;
  const module = wabt.parseWat(path, readFileSync(join(sources, path), "utf8"));
  module.validate();
  const { buffer } = module.toBinary({});
  writeFileSync(
    join(target, `${basename(path, ".wat")}.ts`),
    `export const kernel = Uint8Array.of(${buffer.join(", ")});\n`,
  );
}

// Assembles src/matching/scan-kernel.wat into src/generated/scan-kernel.ts: the bytes of a WebAssembly module.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import loadWabt from "wabt";

const source = new URL("../src/matching/scan-kernel.wat", import.meta.url);
const target = new URL("../src/generated/scan-kernel.ts", import.meta.url);

const wabt = await loadWabt();
const module = wabt.parseWat(fileURLToPath(source), readFileSync(source, "utf8"));
module.validate();
const { buffer } = module.toBinary({});
mkdirSync(new URL(".", target), { recursive: true });
writeFileSync(target, `export const scanKernel = Uint8Array.of(${buffer.join(", ")});\n`);

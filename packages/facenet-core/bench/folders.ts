import { fileURLToPath } from "node:url";

/** Compiled to `packages/facenet-core/bench/dist/bench/`, beside which nothing but code lies. */
const packageRoot = new URL("../../../", import.meta.url);

export const networksDir = fileURLToPath(new URL("networks", packageRoot));
export const cacheDir = fileURLToPath(new URL("../../.cache/bench", packageRoot));
export const steadyChannelsPath = fileURLToPath(new URL("src/models/steady-channels.json", packageRoot));

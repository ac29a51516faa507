import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** `fetch` for `file:` addresses and no others. */
export const diskFetch: typeof fetch = async (input) => {
  const { href } = input instanceof Request ? new URL(input.url) : new URL(input);
  const type = href.endsWith(".json") ? "application/json" : "application/octet-stream";
  return new Response(await readFile(fileURLToPath(href)), { headers: { "content-type": type } });
};

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Workspaces in the order in which they build.
 *
 * @param {string} root
 * @returns {{ name: string, folder: string }[]} folder is relative to root, with forward slashes
 */
export function listWorkspaces(root) {
  return ["packages", "apps"].flatMap((parent) => {
    if (!existsSync(join(root, parent))) return [];
    return readdirSync(join(root, parent))
      .sort()
      .map((entry) => ({ folder: `${parent}/${entry}`, manifest: join(root, parent, entry, "package.json") }))
      .filter(({ manifest }) => existsSync(manifest))
      .map(({ folder, manifest }) => ({ folder, name: JSON.parse(readFileSync(manifest, "utf8")).name }));
  });
}

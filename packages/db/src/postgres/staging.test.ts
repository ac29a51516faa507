import { chmod, cp, mkdir, readdir, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.js";
import { findPlatformPackage } from "./platform-package.js";
import { canRunPostgres } from "./reach.js";
import { createLibraryLinks, prepareBinaries, stage } from "./staging.js";
import { ensurePostgresUser } from "./system-user.js";

vi.setConfig({ testTimeout: 60_000 });

const isRoot = process.getuid?.() === 0;

/** A package in small: one program, one library and the list of links to make. */
async function smallPackage(): Promise<string> {
  const root = join(await temporaryFolder(), "package");
  await mkdir(join(root, "native", "bin"), { recursive: true, mode: 0o700 });
  await mkdir(join(root, "native", "lib"), { mode: 0o700 });
  await writeFile(join(root, "native", "bin", "postgres"), "#!/bin/sh\n", { mode: 0o700 });
  await writeFile(join(root, "native", "lib", "libpq.so.5.18"), "", { mode: 0o600 });
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  await writeFile(join(root, "native", "pg-symlinks.json"), JSON.stringify(links));
  return root;
}

it("makes the library links, and makes them again without harm", async () => {
  const root = await smallPackage();
  await Promise.all([createLibraryLinks(root), createLibraryLinks(root)]);
  await createLibraryLinks(root);
  expect(await readlink(join(root, "native", "lib", "libpq.so.5"))).toBe("libpq.so.5.18");
  expect((await readdir(join(root, "native", "lib"))).sort()).toEqual(["libpq.so.5", "libpq.so.5.18"]);
});

it("leaves one complete copy, open to everyone, when several stage at once", async () => {
  const root = await smallPackage();
  const target = join(await temporaryFolder(), "postgresql-18");
  await Promise.all(Array.from({ length: 5 }, () => stage(root, target)));
  expect(await readdir(join(target, ".."))).toEqual(["postgresql-18"]);
  expect((await stat(join(target, "native", "bin", "postgres"))).mode & 0o777).toBe(0o755);
  expect((await stat(join(target, "native", "lib", "libpq.so.5"))).mode & 0o777).toBe(0o644);
});

it.skipIf(!isRoot)(
  `copies PostgreSQL out of a folder its user cannot reach${isRoot ? "" : " (skipped: needs root)"}`,
  async () => {
    const installed = await findPlatformPackage();
    const closed = await temporaryFolder(0o700);
    await cp(join(installed.root, "native"), join(closed, "native"), { recursive: true });
    const stagingDir = await temporaryFolder();
    const user = await ensurePostgresUser(() => undefined);
    const messages: string[] = [];
    const log = (message: string) => void messages.push(message);
    const source = { ...installed, root: closed };

    const staged = await prepareBinaries({ source, user, stagingDir, log });
    expect(staged).toBe(join(stagingDir, `postgresql-${installed.version}-${installed.platform}`));
    expect(await canRunPostgres(staged, user)).toBe(true);
    expect(messages).toEqual([expect.stringContaining(`Copying PostgreSQL to ${staged}`)]);

    expect(await prepareBinaries({ source, user, stagingDir, log })).toBe(staged);
    expect(messages).toHaveLength(1);
  },
);

it.skipIf(isRoot)(
  `copies PostgreSQL out of a folder it may not write the library links to${isRoot ? " (skipped: needs an ordinary user)" : ""}`,
  async () => {
    const installed = await findPlatformPackage();
    const readOnly = await temporaryFolder();
    await cp(join(installed.root, "native"), join(readOnly, "native"), {
      recursive: true,
      filter: (path) => !/\.so\.\d+$/.test(path) || path.includes("ssl") || path.includes("crypto"),
    });
    await chmod(join(readOnly, "native", "lib"), 0o555);
    const stagingDir = await temporaryFolder();
    const source = { ...installed, root: readOnly };
    try {
      const staged = prepareBinaries({ source, user: undefined, stagingDir, log: () => undefined });
      await expect(staged).resolves.toContain(stagingDir);
    } finally {
      await chmod(join(readOnly, "native", "lib"), 0o755);
    }
  },
);

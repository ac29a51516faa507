import { expect, it } from "vitest";
import { EmbeddedPostgresUnavailableError } from "./errors.js";
import { findPlatformPackage } from "./platform-package.js";

it.each(["win32-x64", "linux-riscv64", "freebsd-x64"])("says on %s to set DATABASE_URL", async (platform) => {
  const attempt = findPlatformPackage(platform);
  await expect(attempt).rejects.toThrow(EmbeddedPostgresUnavailableError);
  await expect(attempt).rejects.toThrow(new RegExp(`${platform}.*DATABASE_URL`));
});

it("says on a musl system to set DATABASE_URL", async () => {
  await expect(findPlatformPackage("linux-x64", async () => true)).rejects.toThrow(/musl.*DATABASE_URL/);
});

it("finds the package of this machine", async () => {
  const { version, platform } = await findPlatformPackage();
  expect(version).toMatch(/^18\./);
  expect(platform).toBe(`${process.platform}-${process.arch}`);
});

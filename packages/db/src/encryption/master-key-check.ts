import { createHash } from "node:crypto";
import type { PrismaClient } from "../client/prisma.js";
import { DecryptionError, KeyError } from "./errors.js";
import type { KeyProvider } from "./key-provider.js";

const KNOWN_CONSTANT = createHash("sha256").update("facenet master key check").digest();
const ONLY_ROW = 1;

/** Whether a master key was used with this database before, so that no new one may be made for it. */
export async function hasMasterKey(prisma: PrismaClient): Promise<boolean> {
  const check = await prisma.keyCheck.findUnique({ where: { id: ONLY_ROW }, select: { id: true } });
  return check !== null || (await holdsCiphertext(prisma));
}

/**
 * Proves that the master key is the one that this database was created with; the first key ever used becomes that one.
 * @throws KeyError otherwise.
 */
export async function verifyMasterKey(prisma: PrismaClient, provider: KeyProvider, now: () => Date): Promise<void> {
  const find = () => prisma.keyCheck.findUnique({ where: { id: ONLY_ROW } });
  let check = await find();
  if (check === null) {
    if (await holdsCiphertext(prisma)) {
      throw new KeyError(
        "This database holds encrypted biometrics but not the proof of their master key (table key_check is empty), " +
          "so it is not known which key opens them. Restore the whole database from a backup.",
      );
    }
    const wrappedConstant = new Uint8Array(await provider.wrap(KNOWN_CONSTANT));
    // Of two first starts at once one writes; both then read what was written.
    await prisma.keyCheck.createMany({
      data: [{ id: ONLY_ROW, masterKeyId: provider.keyId, wrappedConstant, createdAt: now() }],
      skipDuplicates: true,
    });
    check = await find();
  }
  if (check === null || !(await opens(provider, check))) {
    throw new KeyError(
      `The master key does not open this database: it was created with key ${check?.masterKeyId}, and the configured ` +
        `one is ${provider.keyId}. Configure the original key (put its file back from your backup, or set the ` +
        "environment variable to what it was). If a new key file was made by mistake, remove it first. " +
        "Nothing was changed.",
    );
  }
}

async function opens(
  provider: KeyProvider,
  check: { masterKeyId: string; wrappedConstant: Uint8Array },
): Promise<boolean> {
  try {
    return KNOWN_CONSTANT.equals(await provider.unwrap(check.wrappedConstant, check.masterKeyId));
  } catch (error) {
    if (error instanceof KeyError || error instanceof DecryptionError) return false;
    throw error;
  }
}

async function holdsCiphertext(prisma: PrismaClient): Promise<boolean> {
  const select = { id: true } as const;
  const found =
    (await prisma.person.findFirst({ select })) ??
    (await prisma.upload.findFirst({ select })) ??
    (await prisma.attempt.findFirst({ where: { wrappedDataKey: { not: null } }, select }));
  return found !== null;
}

import { randomBytes } from "node:crypto";
import { link, mkdir, open, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { KeyError } from "./errors.js";
import { type KeyProvider, MASTER_KEY_BYTES, masterKeyProvider } from "./key-provider.js";

/**
 * The master key in a file of 32 raw bytes that only its owner may read.
 *
 * @param options.create whether a missing file is made (the default). Give false for a database that was created with
 *   a key before: a new one could not open it.
 * @throws KeyError when the file is missing and must not be made, is readable by others, or has a wrong length.
 */
export async function fileKeyProvider(path: string, options: { create?: boolean } = {}): Promise<KeyProvider> {
  const file = resolve(path);
  let key = await readKeyFile(file);
  if (key === undefined) {
    if (options.create === false) {
      throw new KeyError(
        `The master key file ${file} is missing, but this database was created with a master key. ` +
          "Put the original file back (from your backup): without it the biometric data cannot be read.",
      );
    }
    await createKeyFile(file);
    key = await readKeyFile(file);
  }
  if (key === undefined) throw new KeyError(`The master key file ${file} vanished while it was being created.`);
  return masterKeyProvider(key, `The master key file ${file}`);
}

/** Undefined when there is no such file. */
async function readKeyFile(file: string): Promise<Buffer | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      const { mode, size } = await handle.stat();
      // Windows has no such bits: there the folder's access list decides.
      if (process.platform !== "win32" && (mode & 0o077) !== 0) {
        const shown = (mode & 0o777).toString(8).padStart(4, "0");
        throw new KeyError(
          `The master key file ${file} can be read by other users (mode ${shown}). ` +
            `Make it private with: chmod 600 "${file}" - and consider whether the key may have been copied.`,
        );
      }
      if (size !== MASTER_KEY_BYTES) {
        throw new KeyError(
          `The master key file ${file} must hold ${MASTER_KEY_BYTES} bytes but holds ${size}. Put the original back.`,
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof KeyError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new KeyError(`The master key file ${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Written aside, flushed, then linked into place: it is there whole or not at all, and never replaces another. */
async function createKeyFile(file: string): Promise<void> {
  const folder = dirname(file);
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(aside, "wx", 0o600);
    try {
      await handle.writeFile(randomBytes(MASTER_KEY_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
    try {
      await link(aside, file);
    } catch (error) {
      // Another process was faster: its key counts.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      await unlink(aside);
    }
    await flushFolder(folder);
  } catch (error) {
    throw new KeyError(`The master key file ${file} cannot be created: ${(error as Error).message}`, { cause: error });
  }
}

async function flushFolder(folder: string): Promise<void> {
  // A folder cannot be opened for this on Windows.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { type FileHandle, open, rename, stat } from "node:fs/promises";

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 4096;

export interface ServerLog {
  readonly file: FileHandle;
  /** The end of what has been written since it was opened. */
  tail(): Promise<string>;
}

/** Opens the log for appending; one that has grown past 10 MB is first set aside as `<path>.1`, replacing the last. */
export async function openServerLog(path: string): Promise<ServerLog> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES) await rename(path, `${path}.1`);
  const file = await open(path, "a+", 0o600);
  const startBytes = (await file.stat()).size;
  return {
    file,
    async tail() {
      const endBytes = (await file.stat()).size;
      const from = Math.max(startBytes, endBytes - TAIL_BYTES);
      const bytes = new Uint8Array(endBytes - from);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
      return new TextDecoder().decode(bytes.subarray(0, bytesRead)).trim();
    },
  };
}

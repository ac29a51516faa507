import { DatabaseUnavailableError } from "./database-unavailable.js";
import { failed, type Result } from "./failure.js";
import { UploadGoneError } from "./upload-gone.js";

/** Turns an unreachable database, or an upload that is gone, into the failure that clients know. Other errors pass. */
export async function guarded<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) {
      return failed({ kind: "databaseUnavailable", retryAfterMs: error.retryAfterMs });
    }
    if (error instanceof UploadGoneError) return failed({ kind: "uploadNotFound" });
    throw error;
  }
}

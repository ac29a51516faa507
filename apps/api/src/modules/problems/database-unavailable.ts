import { failed, type Result } from "./failure.js";
import { UploadGoneError } from "./upload-gone.js";

const RETRY_AFTER_MS = 2_000;

/** Thrown by adapters when the database cannot be reached or ended the connection: the call may be tried again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("The database cannot be reached.", options);
  }
}

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

const RETRY_AFTER_MS = 2_000;

/** Thrown by adapters when the database cannot be reached or ended the connection: the call may be tried again. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("The database cannot be reached.", options);
  }
}

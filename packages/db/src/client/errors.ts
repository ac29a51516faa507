/**
 * The database cannot be reached at present. Nothing was accepted; the same call may be made again later. The message
 * carries no connection details.
 */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";

  constructor(options?: ErrorOptions) {
    super("The database cannot be reached at present.", options);
  }
}

/** A pagination cursor that this server did not hand out. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";

  constructor() {
    super("The cursor is not one that was handed out for this list.");
  }
}

/** An upload was used up by somebody else, or expired, before this could use it. Nothing was written. */
export class UploadGoneError extends Error {
  override readonly name = "UploadGoneError";

  constructor() {
    super("An upload is no longer there.");
  }
}

/** The database's gallery is older than the caller's, as after a restore: the caller has to load it anew. */
export class GalleryRewoundError extends Error {
  override readonly name = "GalleryRewoundError";

  constructor(
    readonly siteId: string,
    readonly databaseSequence: bigint,
    readonly callerSequence: bigint,
  ) {
    super(
      `The gallery of site ${siteId} stands at ${databaseSequence}, before the ${callerSequence} already seen: ` +
        "the database was restored or replaced. Load the gallery anew.",
    );
  }
}

// Prisma's own codes for: cannot reach, timed out, connection closed, pool exhausted, transaction not started or lost.
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
// The driver adapter's kinds, where Prisma passes its error through.
const ADAPTER_KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
const SOCKET_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
// Class 08: connection exception; 57P0x: shutdown, crash, starting up; class 53: out of connections, memory or disk; 25006:
// read-only, as a standby is before it takes over; 25P03: a transaction was left alone for too long.
const SQL_STATE = /^(08...|57P0[1-5]|53...|25006|25P03)$/;
// What pg throws without any code.
const PG_MESSAGE =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed and is not queryable|^timeout expired$/;

/** Whether an error, or one that it wraps, says that the database is not there rather than that the query is wrong. */
function meansUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const { code, originalCode, kind, message, meta, cause, errors } = error as Record<string, unknown>;
  for (const value of [code, originalCode]) {
    if (typeof value !== "string") continue;
    if (PRISMA_CODES.has(value) || SOCKET_CODES.has(value) || SQL_STATE.test(value)) return true;
  }
  if (typeof kind === "string" && ADAPTER_KINDS.has(kind)) return true;
  if (typeof message === "string" && PG_MESSAGE.test(message)) return true;
  const inner = [cause, (meta as Record<string, unknown> | undefined)?.driverAdapterError];
  if (Array.isArray(errors)) inner.push(...errors);
  return inner.some((wrapped) => meansUnavailable(wrapped, depth + 1));
}

/** Runs `work`; an error that means an unreachable database becomes {@link DatabaseUnavailableError}. */
export async function withTypedErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw meansUnavailable(error) ? new DatabaseUnavailableError({ cause: error }) : error;
  }
}

/** The repository, each of its functions run {@link withTypedErrors}. Repositories are plain records of functions. */
export function guarded<Repository extends object>(repository: Repository): Repository {
  const entries = Object.entries(repository).map(([name, work]) => [
    name,
    (...args: unknown[]) => withTypedErrors(async () => (work as (...args: unknown[]) => unknown)(...args)),
  ]);
  return Object.fromEntries(entries) as Repository;
}

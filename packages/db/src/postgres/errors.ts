/** Another living process owns the data folder. Two postmasters on one cluster would corrupt it. */
export class DataDirInUseError extends Error {
  override readonly name = "DataDirInUseError";

  constructor(
    readonly dataDir: string,
    readonly ownerPid: number,
  ) {
    super(
      `The data folder ${dataDir} is in use by process ${ownerPid}. ` +
        "Stop that process first, or give this one a data folder of its own.",
    );
  }
}

/**
 * The embedded PostgreSQL cannot run here. The message says why and what to do; there is deliberately no silent
 * fall-back to a weaker database, which would break the durability promise.
 */
export class EmbeddedPostgresUnavailableError extends Error {
  override readonly name = "EmbeddedPostgresUnavailableError";

  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason} Or set DATABASE_URL to a PostgreSQL server of your own.`, options);
  }
}

/** PostgreSQL was started but did not become ready, or went away. `logTail` is the end of its log of this start. */
export class PostgresFailedError extends Error {
  override readonly name = "PostgresFailedError";

  constructor(
    reason: string,
    readonly logTail = "",
  ) {
    super(logTail === "" ? reason : `${reason}\n${logTail}`);
  }
}

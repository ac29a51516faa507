/**
 * A migration failed, now or at an earlier start. Holds PostgreSQL's message and code, never the connection string nor
 * the details of a row.
 */
export class MigrationFailedError extends Error {
  override readonly name = "MigrationFailedError";

  constructor(
    readonly migrationName: string,
    reason: string,
    /** SQLSTATE, when PostgreSQL itself refused. */
    readonly sqlState?: string,
  ) {
    super(`Migration ${migrationName} failed: ${reason}`);
  }
}

/** Migrating was not possible for a reason that lies in no single migration. */
export class MigratorError extends Error {
  override readonly name = "MigratorError";
}

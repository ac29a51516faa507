export { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.js";
export { DataDirInUseError, EmbeddedPostgresUnavailableError, PostgresFailedError } from "./errors.js";

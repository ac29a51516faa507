import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type ErrorCapturingSqlMigrationAwareDriverAdapterFactory,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { withCommitMark } from "./interrupted-migration.js";

/** OIDs of PostgreSQL's internal one-byte type `"char"` and of `text`. */
const INTERNAL_CHAR_OID = 18;
const TEXT_OID = 25;

export interface EngineAdapter {
  readonly factory: ErrorCapturingSqlMigrationAwareDriverAdapterFactory;
  /** What PostgreSQL said to the last script, if it refused it. */
  lastScriptError(): { message: string; code: string } | undefined;
  close(): Promise<void>;
}

/**
 * The Prisma adapter for `pg`, with two things put right for the schema engine:
 *
 * - its `executeScript` splits at every semicolon, also inside function bodies, strings and comments, and sends the
 *   pieces one by one. A script goes out whole here, which PostgreSQL runs as one transaction;
 * - it refuses the type `"char"`, which the system catalogs that the engine reads are full of.
 */
export function createEngineAdapter(connectionString: string): EngineAdapter {
  const charColumns = new AsyncLocalStorage<number[]>();
  const pool = new CatalogPool(charColumns, connectionString);
  const prismaPg = new PrismaPg(pool);
  let scriptError: { message: string; code: string } | undefined;

  const adapt = (adapter: SqlDriverAdapter): SqlDriverAdapter => {
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = (query) =>
      charColumns.run([], async () => {
        const result = await queryRaw(query);
        for (const column of charColumns.getStore() ?? []) result.columnTypes[column] = ColumnTypeEnum.Character;
        return result;
      });
    adapter.executeScript = async (script) => {
      scriptError = undefined;
      try {
        await pool.query(withCommitMark(script));
      } catch (error) {
        const { message, code = "", severity = "ERROR" } = error as pg.DatabaseError;
        scriptError = { message, code };
        throw new DriverAdapterError({
          kind: "postgres",
          message,
          code,
          severity,
          // The engine stores what it is told in _prisma_migrations, and a detail may quote a row.
          detail: undefined,
          column: undefined,
          hint: undefined,
        });
      }
    };
    return adapter;
  };
  const factory = bindMigrationAwareSqlAdapterFactory({
    adapterName: prismaPg.adapterName,
    provider: prismaPg.provider,
    connect: async () => adapt(await prismaPg.connect()),
    connectToShadowDb: () => Promise.reject(new Error("No command used here needs a shadow database.")),
  });
  return { factory, lastScriptError: () => scriptError, close: () => pool.end() };
}

/** Tells the surrounding {@link AsyncLocalStorage} which columns were `"char"` and passes them on as text. */
class CatalogPool extends pg.Pool {
  constructor(charColumns: AsyncLocalStorage<number[]>, connectionString: string) {
    // One connection, never closed for being idle: so the session that runs a script is the one that holds the engine's
    // advisory lock, and holds it to the end of the script even when our process is killed meanwhile.
    super({ connectionString, max: 1, connectionTimeoutMillis: 30_000, idleTimeoutMillis: 0 });
    // An idle connection that breaks must not end the process; the next query reports it.
    this.on("error", () => undefined);
    const query = this.query.bind(this) as (...args: unknown[]) => Promise<pg.QueryResult>;
    const queryCatalog = async (...args: unknown[]) => {
      const result = await query(...args);
      result.fields?.forEach((field, column) => {
        if (field.dataTypeID !== INTERNAL_CHAR_OID) return;
        field.dataTypeID = TEXT_OID;
        charColumns.getStore()?.push(column);
      });
      return result;
    };
    this.query = queryCatalog as typeof this.query;
  }
}

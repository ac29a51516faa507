import { InvalidCursorError } from "../client/errors.js";
import { isStorableText } from "../client/ids.js";

/** A nullable value that may also be left out. */
export type Optional<T> = T | null | undefined;

export interface PageRequest {
  /** At most this many; 1 to {@link MAX_PAGE_SIZE}. */
  readonly first: number;
  /** Cursor of the last edge that the caller has; from the beginning when left out. */
  readonly after?: Optional<string>;
}

export interface Edge<T> {
  /** Opaque: to be handed back as `after`. */
  readonly cursor: string;
  readonly node: T;
}

export interface Page<T> {
  readonly edges: readonly Edge<T>[];
  readonly hasNextPage: boolean;
}

export const MAX_PAGE_SIZE = 500;

/** @throws RangeError for a page size that no caller may ask for. */
export function checkedPageSize(first: number): number {
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE_SIZE) {
    throw new RangeError(`first must be a whole number from 1 to ${MAX_PAGE_SIZE}, got ${first}`);
  }
  return first;
}

/** `rows` holds up to one row more than was asked for, which tells whether there is a next page. */
export function toPage<Row, T>(
  rows: readonly Row[],
  first: number,
  cursorOf: (row: Row) => readonly string[],
  nodeOf: (row: Row) => T,
): Page<T> {
  const edges = rows.slice(0, first).map((row) => ({ cursor: encodeCursor(cursorOf(row)), node: nodeOf(row) }));
  return { edges, hasNextPage: rows.length > first };
}

function encodeCursor(fields: readonly string[]): string {
  return Buffer.from(JSON.stringify(fields), "utf8").toString("base64url");
}

/** @throws InvalidCursorError when the text is no cursor with that many fields. */
export function decodeCursor(cursor: string, fieldCount: number): string[] {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    throw new InvalidCursorError();
  }
  if (!Array.isArray(fields) || fields.length !== fieldCount || !fields.every(isStorableText)) {
    throw new InvalidCursorError();
  }
  return fields;
}

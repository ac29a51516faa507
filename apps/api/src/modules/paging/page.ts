import { z } from "zod";

export interface PageRequest {
  /** 1..100 */
  first: number;
  after: string | null;
}

export interface Page<T> {
  rows: readonly { cursor: string; item: T }[];
  hasNextPage: boolean;
}

/** Thrown by adapters for a cursor that they did not give out. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";
}

export function mapPage<A, B>(page: Page<A>, map: (item: A) => B): Page<B> {
  return { ...page, rows: page.rows.map(({ cursor, item }) => ({ cursor, item: map(item) })) };
}

const FIRST_RULE = "first must be a whole number from 1 to 100.";

export const pageShape = {
  first: z
    .number(FIRST_RULE)
    .int(FIRST_RULE)
    .min(1, FIRST_RULE)
    .max(100, FIRST_RULE)
    .nullish()
    .transform((first) => first ?? 20),
  after: z
    .string("after must be a cursor.")
    .max(512, "after must be a cursor.")
    .nullish()
    .transform((after) => after || null),
};

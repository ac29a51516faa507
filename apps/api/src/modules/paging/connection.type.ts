import { Field, ObjectType } from "type-graphql";
import type { Page } from "./page.js";

@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: "Give it as `after` to get the next page." })
  endCursor!: string | null;
}

export interface ConnectionOf<T> {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: PageInfo;
}

export function toConnection<T>(page: Page<T>): ConnectionOf<T> {
  return {
    nodes: page.rows.map(({ item }) => item),
    edges: page.rows.map(({ cursor, item }) => ({ cursor, node: item })),
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rows.at(-1)?.cursor ?? null },
  };
}

import type { GraphQLField } from "graphql";
import { Extensions } from "type-graphql";
import type { Scope } from "./caller.js";

const EXTENSION = "requiredScopes";

/** Every Query and Mutation field carries one; any one of the scopes is enough. */
export function RequiresScope(...anyOf: [Scope, ...Scope[]]): MethodDecorator {
  return Extensions({ [EXTENSION]: anyOf }) as MethodDecorator;
}

export function requiredScopesOf(field: Pick<GraphQLField<never, never>, "extensions">): readonly Scope[] | undefined {
  return field.extensions[EXTENSION] as readonly Scope[] | undefined;
}

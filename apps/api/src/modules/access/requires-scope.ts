import { defaultFieldResolver, type GraphQLField, type GraphQLSchema } from "graphql";
import { Extensions } from "type-graphql";
import { ClientError } from "../problems/index.js";
import type { Call, Scope } from "./caller.js";

const EXTENSION = "requiredScopes";

/** Every Query and Mutation field carries one; any one of the scopes is enough. */
export function RequiresScope(...anyOf: [Scope, ...Scope[]]): MethodDecorator {
  return Extensions({ [EXTENSION]: anyOf }) as MethodDecorator;
}

export function requiredScopesOf(field: GraphQLField<unknown, unknown>): readonly Scope[] | undefined {
  return field.extensions[EXTENSION] as readonly Scope[] | undefined;
}

/** Puts the check before the resolver of every root field. A field that declares nothing stops the start. */
export function enforceScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const anyOf = requiredScopesOf(field);
      if (anyOf === undefined || anyOf.length === 0) {
        throw new Error(`${type?.name}.${field.name} declares no scope. Add @RequiresScope(...) to its resolver.`);
      }
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (source, args, context: Call, info) => {
        if (!anyOf.some((scope) => context.caller.scopes.has(scope))) {
          throw new ClientError(`This needs an API key with the scope ${anyOf.join(" or ")}.`, { code: "FORBIDDEN" });
        }
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
}

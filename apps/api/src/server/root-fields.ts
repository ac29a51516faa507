import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import {
  type Call,
  RATE_LIMITED_FIELDS,
  type RateLimitedField,
  type RateLimiter,
  requiredScopesOf,
} from "../modules/access/index.js";
import { ClientError, toProblem } from "../modules/problems/index.js";

type Resolve = GraphQLFieldResolver<unknown, Call>;

export interface RootFieldTools {
  limiter: RateLimiter;
  /** Sees every call of a root field, with its result or what it threw. */
  observe: (field: string, call: () => Promise<unknown>) => Promise<unknown>;
}

/**
 * Puts in front of every root field what holds for each of its calls, so that aliases and fragments change nothing: the
 * scope, then the rate limit. A field that declares no scope stops the start.
 */
export function guardRootFields(schema: GraphQLSchema, tools: RootFieldTools): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const guarded = withScope(field, withRateLimit(field, tools.limiter, field.resolve ?? defaultFieldResolver));
      field.resolve = (...args: Parameters<Resolve>) => tools.observe(field.name, async () => guarded(...args));
    }
  }
  return schema;
}

function withScope(field: GraphQLField<unknown, Call>, resolve: Resolve): Resolve {
  const anyOf = requiredScopesOf(field);
  if (anyOf === undefined || anyOf.length === 0) {
    throw new Error(`The root field ${field.name} declares no scope. Add @RequiresScope(...) to its resolver.`);
  }
  return (source, args, call, info) => {
    if (!anyOf.some((scope) => call.caller.scopes.has(scope))) {
      throw new ClientError(`This needs an API key with the scope ${anyOf.join(" or ")}.`, { code: "FORBIDDEN" });
    }
    return resolve(source, args, call, info);
  };
}

function withRateLimit(field: GraphQLField<unknown, Call>, limiter: RateLimiter, resolve: Resolve): Resolve {
  const name = RATE_LIMITED_FIELDS.find((limited) => limited === field.name);
  if (name === undefined) return resolve;
  return async (source, args, call, info) => {
    const retryAfterMs = await limiter.count(name satisfies RateLimitedField, call.caller.apiKeyId);
    if (retryAfterMs !== undefined) return toProblem({ kind: "rateLimited", retryAfterMs });
    return resolve(source, args, call, info);
  };
}

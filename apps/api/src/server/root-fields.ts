import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import {
  type Call,
  permit,
  RATE_LIMITED_FIELDS,
  type RateLimitedField,
  type RateLimiter,
  type Request,
  ROOT_FIELDS,
  refusalOf,
} from "../modules/access/index.js";
import { ClientError, toProblem } from "../modules/problems/index.js";

type Resolve<Context> = GraphQLFieldResolver<unknown, Context>;

export interface RootFieldTools {
  limiter: RateLimiter;
  /** Sees every call of a root field, with its result or what it threw. */
  observe: (field: string, call: () => Promise<unknown>) => Promise<unknown>;
}

/**
 * Puts in front of every root field what holds for each of its calls, so that aliases and fragments change nothing: who may
 * use it and where, then the rate limit. A field without an entry in the table stops the start.
 */
export function guardRootFields(schema: GraphQLSchema, tools: RootFieldTools): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const limited = withRateLimit(field, tools.limiter, field.resolve ?? defaultFieldResolver);
      const guarded = whereAllowed(`${type?.name}.${field.name}`, limited);
      field.resolve = (...args: Parameters<Resolve<Request>>) =>
        tools.observe(field.name, async () => guarded(...args));
    }
  }
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribe } = field;
    if (subscribe !== undefined) field.subscribe = whereAllowed(`Subscription.${field.name}`, subscribe);
  }
  return schema;
}

function whereAllowed(name: string, resolve: Resolve<Call>): Resolve<Request> {
  const rule = ROOT_FIELDS[name];
  if (rule === undefined)
    throw new Error(`Nothing says who may use ${name}. Add it to modules/access/field-policy.ts.`);
  return (source, args, request, info) => {
    const caller = permit(rule, request.principal);
    if (caller === undefined) throw new ClientError(refusalOf(rule, request.principal), { code: "FORBIDDEN" });
    return resolve(source, args, { ...request, caller }, info);
  };
}

function withRateLimit(
  field: GraphQLField<unknown, Call>,
  limiter: RateLimiter,
  resolve: Resolve<Call>,
): Resolve<Call> {
  const name = RATE_LIMITED_FIELDS.find((limited) => limited === field.name);
  if (name === undefined) return resolve;
  return async (source, args, call, info) => {
    const retryAfterMs = await limiter.count(name satisfies RateLimitedField, call.caller.id);
    if (retryAfterMs !== undefined) return toProblem({ kind: "rateLimited", retryAfterMs });
    return resolve(source, args, call, info);
  };
}

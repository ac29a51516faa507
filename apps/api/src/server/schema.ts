import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import type { Call } from "../modules/access/index.js";
import { AttemptsResolver } from "../modules/attempts/index.js";
import { DetectionResolver } from "../modules/detection/index.js";
import { EnrollmentResolver } from "../modules/enrollment/index.js";
import { HealthResolver } from "../modules/health/index.js";
import { KeysResolver } from "../modules/keys/index.js";
import { ModelsResolver } from "../modules/models/index.js";
import { PeopleResolver, PersonResolver } from "../modules/people/index.js";
import { PoliciesResolver } from "../modules/policies/index.js";
import { RecognitionResolver } from "../modules/recognition/index.js";
import { SitesResolver } from "../modules/sites/index.js";
import { UsersResolver } from "../modules/users/index.js";
import { guardRootFields, type RootFieldTools } from "./root-fields.js";

export interface Resolvers {
  attempts: AttemptsResolver;
  detection: DetectionResolver;
  enrollment: EnrollmentResolver;
  health: HealthResolver;
  keys: KeysResolver;
  models: ModelsResolver;
  people: PeopleResolver;
  person: PersonResolver;
  policies: PoliciesResolver;
  recognition: RecognitionResolver;
  sites: SitesResolver;
  users: UsersResolver;
}

function buildSchema(instanceOf: (resolver: unknown) => unknown): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      AttemptsResolver,
      DetectionResolver,
      EnrollmentResolver,
      HealthResolver,
      KeysResolver,
      ModelsResolver,
      PeopleResolver,
      PersonResolver,
      PoliciesResolver,
      RecognitionResolver,
      SitesResolver,
      UsersResolver,
    ],
    container: { get: instanceOf },
    // type-graphql wants one for any subscription; ours follow the database, see createSchema().
    pubSub: {
      publish: () => undefined,
      subscribe: () => {
        throw new Error("Nothing is published in this process.");
      },
    },
    // Inputs are checked by zod at the door of each operation; type-graphql's own validation echoes them.
    validate: false,
  });
}

/** @throws when nothing says who may use a root field. */
export function createSchema(resolvers: Resolvers, tools: RootFieldTools): GraphQLSchema {
  const byClass = new Map<unknown, unknown>(
    Object.values(resolvers).map((resolver) => [resolver.constructor, resolver]),
  );
  const schema = buildSchema((resolver) => {
    const instance = byClass.get(resolver);
    if (instance === undefined) throw new Error("A resolver was not constructed by the composition root.");
    return instance;
  });
  const followed = schema.getSubscriptionType()?.getFields().attemptRecorded;
  if (followed === undefined) throw new Error("The schema has no subscription to attempts.");
  followed.subscribe = (_source, { siteId }, call: Call) => resolvers.attempts.follow(call, siteId ?? null);
  return guardRootFields(schema, tools);
}

/** Without services: for the committed file and for checks. It cannot execute anything. */
export function declaredSchema(): GraphQLSchema {
  return guardRootFields(
    buildSchema(() => ({})),
    {
      limiter: { count: async () => undefined },
      observe: (_field, call) => call(),
    },
  );
}

/** The contract in schema definition language, in a stable order. */
export function printApiSchema(): string {
  return `${printSchema(lexicographicSortSchema(declaredSchema()))}\n`;
}

import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { buildSchemaSync } from "type-graphql";
import { AttemptsResolver } from "../modules/attempts/index.js";
import { DetectionResolver } from "../modules/detection/index.js";
import { EnrollmentResolver } from "../modules/enrollment/index.js";
import { ModelsResolver } from "../modules/models/index.js";
import { PeopleResolver } from "../modules/people/index.js";
import { RecognitionResolver } from "../modules/recognition/index.js";
import { SitesResolver } from "../modules/sites/index.js";
import { guardRootFields, type RootFieldTools } from "./root-fields.js";

export interface Resolvers {
  attempts: AttemptsResolver;
  detection: DetectionResolver;
  enrollment: EnrollmentResolver;
  models: ModelsResolver;
  people: PeopleResolver;
  recognition: RecognitionResolver;
  sites: SitesResolver;
}

function buildSchema(instanceOf: (resolver: unknown) => unknown): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      AttemptsResolver,
      DetectionResolver,
      EnrollmentResolver,
      ModelsResolver,
      PeopleResolver,
      RecognitionResolver,
      SitesResolver,
    ],
    container: { get: instanceOf },
    // Inputs are checked by zod at the door of each operation; type-graphql's own validation echoes them.
    validate: false,
  });
}

/** @throws when a root field declares no scope. */
export function createSchema(resolvers: Resolvers, tools: RootFieldTools): GraphQLSchema {
  const byClass = new Map<unknown, unknown>(
    Object.values(resolvers).map((resolver) => [resolver.constructor, resolver]),
  );
  return guardRootFields(
    buildSchema((resolver) => {
      const instance = byClass.get(resolver);
      if (instance === undefined) throw new Error("A resolver was not constructed by the composition root.");
      return instance;
    }),
    tools,
  );
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

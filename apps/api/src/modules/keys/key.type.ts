import { GraphQLDateTimeISO } from "graphql-scalars";
import { createUnionType, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { Scope } from "../access/index.js";
import {
  AlsoInOtherSites,
  ApiKeyNotFound,
  DatabaseUnavailable,
  InvalidInput,
  SITE_PROBLEMS,
} from "../problems/index.js";

/** By its name in GraphQL, as a key carries it. */
export const ApiKeyScope = { ENROLL: "enroll", VERIFY: "verify", IDENTIFY: "identify", MANAGE: "manage" } as const;
registerEnumType(ApiKeyScope, {
  name: "ApiKeyScope",
  description: "What a program may do with a key.",
  valuesConfig: { MANAGE: { description: "See and change people and attempts; delete." } },
});

@ObjectType({ description: "What a program identifies itself by. The key itself is stored nowhere." })
export class ApiKey {
  @Field(() => ID) id!: string;
  @Field(() => [ID], { description: "Where it may be used; of these those that you look after." })
  siteIds!: readonly string[];

  @Field(() => String) name!: string;
  @Field(() => String, { description: "Last four characters, to tell keys apart." }) hint!: string;
  @Field(() => [ApiKeyScope]) scopes!: readonly Scope[];
  @Field(() => String, { nullable: true }) author!: string | null;
  @Field(() => GraphQLDateTimeISO) createdAt!: Date;
  @Field(() => GraphQLDateTimeISO, { nullable: true }) expiresAt!: Date | null;
  @Field(() => GraphQLDateTimeISO, { nullable: true }) revokedAt!: Date | null;
  @Field(() => GraphQLDateTimeISO, { nullable: true, description: "To the minute." }) lastUsedAt!: Date | null;
}

@ObjectType()
export class ApiKeyCreated {
  @Field(() => ApiKey) key!: ApiKey;
  @Field(() => String, { description: "The key itself. It is shown this once." }) secret!: string;
}

@ObjectType()
export class ApiKeyRotated {
  @Field(() => ApiKey) key!: ApiKey;
  @Field(() => ApiKey, { description: "The old key, which goes on until its expiresAt." }) replaced!: ApiKey;
  @Field(() => String, { description: "The new key itself. It is shown this once." }) secret!: string;
}

@ObjectType()
export class ApiKeyRevoked {
  @Field(() => ApiKey) key!: ApiKey;
}

const KEY_PROBLEMS = [ApiKeyNotFound, AlsoInOtherSites, InvalidInput, DatabaseUnavailable] as const;

export const CreateApiKeyResult = createUnionType({
  name: "CreateApiKeyResult",
  types: () => [ApiKeyCreated, ...SITE_PROBLEMS] as const,
});
export const RotateApiKeyResult = createUnionType({
  name: "RotateApiKeyResult",
  types: () => [ApiKeyRotated, ...KEY_PROBLEMS] as const,
});
export const RevokeApiKeyResult = createUnionType({
  name: "RevokeApiKeyResult",
  types: () => [ApiKeyRevoked, ...KEY_PROBLEMS] as const,
});

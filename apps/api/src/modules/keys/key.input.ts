import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { SCOPES, type Scope } from "../access/index.js";
import { nameSchema, siteIdSchema } from "../photos/index.js";
import { ApiKeyScope } from "./key.type.js";

const whole = (field: string, min: number, max: number) => {
  const rule = `${field} must be a whole number from ${min} to ${max}.`;
  return z.number(rule).int(rule).min(min, rule).max(max, rule);
};
const expiresInDays = whole("expiresInDays", 1, 3650)
  .nullish()
  .transform((days) => days ?? null);
const keyId = z.string().max(64, "keyId is too long.");

const MOST_SITES = 100;

export const apiKeysSchema = z.object({ siteId: siteIdSchema });

@InputType()
export class CreateApiKeyInput {
  @Field(() => [ID], { description: "Where it may be used: 1 to 100 sites." }) siteIds!: string[];
  @Field(() => String, { description: "What it is for; 1 to 128 characters." }) name!: string;
  @Field(() => [ApiKeyScope], { description: "At least one." }) scopes!: Scope[];
  @Field(() => Int, { nullable: true, description: "1 to 3650; without it the key does not expire." })
  expiresInDays?: number | null;
}

export const createApiKeySchema = z.object({
  siteIds: z
    .array(z.string().max(64, "siteIds holds one that is too long."))
    .min(1, "siteIds must name at least one.")
    .max(MOST_SITES, `siteIds must name at most ${MOST_SITES}.`)
    .transform((siteIds) => [...new Set(siteIds)]),
  name: nameSchema("name", 128),
  scopes: z
    .array(z.enum(ApiKeyScope))
    .min(1, "scopes must name at least one.")
    .max(SCOPES.length, "scopes must not name one twice.")
    .transform((scopes) => [...new Set(scopes)]),
  expiresInDays,
});

@InputType()
export class RotateApiKeyInput {
  @Field(() => ID) keyId!: string;
  @Field(() => Int, { nullable: true, defaultValue: 24, description: "For how long the old key goes on; 0 to 720." })
  overlapHours?: number | null;
  @Field(() => Int, { nullable: true, description: "Of the new key; 1 to 3650, or it does not expire." })
  expiresInDays?: number | null;
}

export const rotateApiKeySchema = z.object({
  keyId,
  overlapHours: whole("overlapHours", 0, 720)
    .nullish()
    .transform((hours) => hours ?? 24),
  expiresInDays,
});

@InputType()
export class RevokeApiKeyInput {
  @Field(() => ID) keyId!: string;
}

export const revokeApiKeySchema = z.object({ keyId });

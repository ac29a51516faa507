import fc from "fast-check";
import { coerceInputValue, type GraphQLInputObjectType, isInputObjectType } from "graphql";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { reviewAttemptSchema } from "../src/modules/attempts/attempt.input.js";
import { detectFacesSchema } from "../src/modules/detection/detection.input.js";
import {
  addPhotosSchema,
  deletePersonSchema,
  enrollSchema,
  removePhotoSchema,
} from "../src/modules/enrollment/enrollment.input.js";
import { createApiKeySchema, revokeApiKeySchema, rotateApiKeySchema } from "../src/modules/keys/key.input.js";
import {
  addMembershipSchema,
  mergePeopleSchema,
  personSchema,
  updatePersonSchema,
} from "../src/modules/people/person.input.js";
import { imageSchema } from "../src/modules/photos/index.js";
import {
  previewSitePolicySchema,
  revertSitePolicySchema,
  setSitePolicySchema,
} from "../src/modules/policies/policy.input.js";
import { verifySchema, whoIsItSchema } from "../src/modules/recognition/recognition.input.js";
import { createSiteSchema, renameSiteSchema, setSiteModelSchema } from "../src/modules/sites/site.input.js";
import {
  inviteUserSchema,
  removeUserSchema,
  renewUserLinkSchema,
  setUserRolesSchema,
} from "../src/modules/users/user.input.js";
import { declaredSchema } from "../src/server/schema.js";
import { MARKER, valuesOf } from "./support/arbitrary-inputs.js";

const NOW = new Date("2026-01-01T00:00:00Z");

/** The door of every input type. */
const DOORS: Readonly<Record<string, z.ZodType>> = {
  AddPhotosInput: addPhotosSchema,
  DeletePersonInput: deletePersonSchema,
  EnrollInput: enrollSchema(() => NOW),
  ImageInput: imageSchema,
  RemovePhotoInput: removePhotoSchema,
  VerifyInput: verifySchema,
  WhoIsItInput: whoIsItSchema,
  DetectFacesInput: detectFacesSchema,
  SetSiteModelInput: setSiteModelSchema,
  CreateSiteInput: createSiteSchema,
  RenameSiteInput: renameSiteSchema,
  UpdatePersonInput: updatePersonSchema,
  MergePeopleInput: mergePeopleSchema,
  AddMembershipInput: addMembershipSchema,
  RemoveMembershipInput: personSchema,
  ReviewAttemptInput: reviewAttemptSchema,
  SetSitePolicyInput: setSitePolicySchema,
  RevertSitePolicyInput: revertSitePolicySchema,
  PreviewSitePolicyInput: previewSitePolicySchema,
  CreateApiKeyInput: createApiKeySchema,
  RotateApiKeyInput: rotateApiKeySchema,
  RevokeApiKeyInput: revokeApiKeySchema,
  InviteUserInput: inviteUserSchema,
  RenewUserLinkInput: renewUserLinkSchema,
  SetUserRolesInput: setUserRolesSchema,
  RemoveUserInput: removeUserSchema,
};
/** Input types that have no door of their own, with the type whose door they go through. */
const WITHIN: Readonly<Record<string, string>> = {
  ConsentInput: "EnrollInput",
  RoleInput: "InviteUserInput",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is looking for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const isName = (longest: number) => (value: unknown) =>
  typeof value === "string" &&
  value.length >= 1 &&
  value.length <= longest &&
  value.trim() === value &&
  value.isWellFormed() &&
  !CONTROL.test(value);
const orNull = (rule: (value: unknown) => boolean) => (value: unknown) => value === null || rule(value);
const isText = (shortest: number, longest: number) => (value: unknown) =>
  typeof value === "string" && value.length >= shortest && value.length <= longest;

function isPhoto(value: unknown): boolean {
  const photo = value as { kind: string; bytes?: Uint8Array; uploadId?: string };
  return photo.kind === "bytes" ? (photo.bytes?.length ?? 0) > 0 : isText(0, 128)(photo.uploadId);
}

function isConsent(value: unknown): boolean {
  const { basis, textVersion, obtainedAt, expiresAt } = value as Record<string, Date>;
  const inOrder =
    expiresAt === null || ((obtainedAt === null || obtainedAt instanceof Date) && expiresAt! > obtainedAt);
  return isName(64)(basis) && isName(64)(textVersion) && inOrder;
}

const isOneOf =
  (...values: string[]) =>
  (value: unknown) =>
    values.includes(String(value));
const isNumber = (min: number, max: number) => (value: unknown) =>
  typeof value === "number" && value >= min && value <= max;
const isWhole = (min: number, max: number) => (value: unknown) => isNumber(min, max)(value) && Number.isInteger(value);
const isTags = (value: unknown) => Array.isArray(value) && value.length <= 20 && value.every(isName(64));

function isRoles(value: unknown): boolean {
  const roles = value as { role: string; siteId: string | null }[];
  const sites = new Set(roles.map(({ siteId }) => siteId));
  return sites.size === roles.length && roles.every(({ role, siteId }) => role !== "OWNER" || siteId === null);
}

/** What holds for every field that came through a door, by its name. */
const RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  confirmDuplicate: (value) => typeof value === "boolean",
  thorough: (value) => typeof value === "boolean",
  consent: orNull(isConsent),
  displayName: orNull(isName(200)),
  externalId: isName(128),
  faceSelection: (value) => ["ONLY", "LARGEST", "CENTRAL", "ALL"].includes(String(value)),
  idempotencyKey: orNull((value) => typeof value === "string" && /^[\x20-\x7e]{1,128}$/.test(value)),
  model: isText(1, 256),
  limit: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 20,
  photo: isPhoto,
  photoId: isText(1, 64),
  photos: (value) => Array.isArray(value) && value.length >= 1 && value.length <= 10 && value.every(isPhoto),
  siteId: orNull(isText(0, 64)),
  siteIds: (value) => Array.isArray(value) && value.length >= 1 && value.length <= 100 && value.every(isText(0, 64)),
  toSiteId: isText(0, 64),
  toExternalId: orNull(isName(128)),
  otherExternalId: isName(128),
  name: isName(128),
  state: orNull(isOneOf("ACTIVE", "SUSPENDED")),
  addTags: isTags,
  removeTags: isTags,
  attemptId: isText(0, 64),
  verdict: isOneOf("GENUINE", "IMPOSTOR", "UNSURE"),
  acceptDistance: isNumber(0, 2),
  reviewDistance: isNumber(0, 2),
  identifyDistance: isNumber(0, 2),
  ambiguityMargin: isNumber(0, 2),
  minQuality: isNumber(0, 100),
  keepTemplateFaces: (value) => typeof value === "boolean",
  keepProbeFaces: (value) => typeof value === "boolean",
  expectedVersion: isWhole(1, 2e9),
  version: isWhole(1, 2e9),
  attempts: isWhole(1, 500),
  reason: isName(500),
  scopes: (value) => Array.isArray(value) && value.length >= 1 && new Set(value).size === value.length,
  expiresInDays: orNull(isWhole(1, 3650)),
  overlapHours: isWhole(0, 720),
  keyId: isText(0, 64),
  userId: isText(0, 64),
  email: (value) => isText(3, 254)(value) && /^\S+@\S+$/.test(String(value)) && value === String(value).toLowerCase(),
  roles: isRoles,
};

const inputTypes = Object.values(declaredSchema().getTypeMap()).filter(isInputObjectType);

describe("the doors of the inputs", () => {
  it("are there for every input type of the schema: a new one belongs into DOORS or WITHIN", () => {
    const known = [...Object.keys(DOORS), ...Object.keys(WITHIN)];
    expect(known.toSorted()).toEqual(inputTypes.map(({ name }) => name).toSorted());
    for (const name of Object.values(WITHIN)) expect(DOORS).toHaveProperty(name);
  });

  it.each(inputTypes.filter(({ name }) => name in DOORS).map((type) => [type.name, type] as const))(
    "%s: whatever comes is taken or refused, by the rules, without being shown",
    (name, type) => {
      const door = DOORS[name]!;
      let taken = 0;
      fc.assert(
        fc.property(valuesOf(type), (raw) => {
          // As it came, and as graphql-js hands it over where its types fit.
          for (const value of [raw, coerced(raw, type)]) {
            const result = door.safeParse(value);
            if (!result.success) {
              const told = result.error.issues.map(({ message, path }) => ({ message, path }));
              expect(JSON.stringify(told)).not.toContain(MARKER);
              continue;
            }
            taken++;
            if (name === "ImageInput") expect(isPhoto(result.data)).toBe(true);
            else expectRules(result.data as Record<string, unknown>);
          }
        }),
        { numRuns: 500 },
      );
      // Else nothing was shown of what is taken.
      expect(taken).toBeGreaterThan(0);
    },
  );
});

function coerced(value: unknown, type: GraphQLInputObjectType): unknown {
  return coerceInputValue(value, type, () => undefined);
}

function expectRules(data: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(data)) {
    const rule = RULES[field];
    if (rule === undefined) throw new Error(`Say in RULES what holds for ${field}.`);
    expect(rule(value), `${field}: ${JSON.stringify(value)}`).toBe(true);
  }
}

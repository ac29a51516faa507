import { Arg, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { type Problem, parseInput, toClientError, toProblem } from "../problems/index.js";
import {
  apiKeysSchema,
  CreateApiKeyInput,
  createApiKeySchema,
  RevokeApiKeyInput,
  RotateApiKeyInput,
  revokeApiKeySchema,
  rotateApiKeySchema,
} from "./key.input.js";
import {
  ApiKey,
  ApiKeyCreated,
  ApiKeyRevoked,
  ApiKeyRotated,
  CreateApiKeyResult,
  RevokeApiKeyResult,
  RotateApiKeyResult,
} from "./key.type.js";
import type { KeysService } from "./keys.service.js";

@Resolver()
export class KeysResolver {
  constructor(private readonly keys: KeysService) {}

  @Query(() => [ApiKey], { description: "Keys that are no longer in use included; newest first." })
  async apiKeys(
    @Ctx() call: Call,
    @Arg("siteId", () => ID, { nullable: true, description: "Of all sites that the caller may see when left out." })
    siteId: string | null,
  ): Promise<readonly ApiKey[]> {
    const input = parseInput(apiKeysSchema, { siteId });
    if (!input.ok) throw toClientError(input.failure);
    const keys = await this.keys.list(call.caller, input.value.siteId);
    if (!keys.ok) throw toClientError(keys.failure);
    return keys.value;
  }

  @Mutation(() => CreateApiKeyResult)
  async createApiKey(
    @Ctx() call: Call,
    @Arg("input", () => CreateApiKeyInput) raw: CreateApiKeyInput,
  ): Promise<ApiKeyCreated | Problem> {
    const input = parseInput(createApiKeySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const made = await this.keys.create(input.value, call);
    return made.ok ? Object.assign(new ApiKeyCreated(), made.value) : toProblem(made.failure);
  }

  @Mutation(() => RotateApiKeyResult, { description: "A new key in place of an old one, which goes on for a while." })
  async rotateApiKey(
    @Ctx() call: Call,
    @Arg("input", () => RotateApiKeyInput) raw: RotateApiKeyInput,
  ): Promise<ApiKeyRotated | Problem> {
    const input = parseInput(rotateApiKeySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const made = await this.keys.rotate(input.value, call);
    return made.ok ? Object.assign(new ApiKeyRotated(), made.value) : toProblem(made.failure);
  }

  @Mutation(() => RevokeApiKeyResult, { description: "Ends a key for good, within a second." })
  async revokeApiKey(
    @Ctx() call: Call,
    @Arg("input", () => RevokeApiKeyInput) raw: RevokeApiKeyInput,
  ): Promise<ApiKeyRevoked | Problem> {
    const input = parseInput(revokeApiKeySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const key = await this.keys.revoke(input.value.keyId, call);
    return key.ok ? Object.assign(new ApiKeyRevoked(), { key: key.value }) : toProblem(key.failure);
  }
}

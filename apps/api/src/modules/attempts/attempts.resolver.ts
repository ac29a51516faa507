import { Arg, Ctx, ID, Int, Query, Resolver } from "type-graphql";
import { z } from "zod";
import { type Call, RequiresScope } from "../access/index.js";
import { pageShape, toConnection } from "../paging/index.js";
import { siteIdSchema } from "../photos/index.js";
import { parseInput, toClientError } from "../problems/index.js";
import { AttemptConnection, AttemptDecision, AttemptKind } from "./attempt.type.js";
import type { AttemptDecision as Decision, AttemptKind as Kind } from "./attempts.port.js";
import type { AttemptsService } from "./attempts.service.js";

const attemptsSchema = z.object({
  ...pageShape,
  siteId: siteIdSchema,
  kind: z
    .enum(AttemptKind)
    .nullish()
    .transform((kind) => kind ?? null),
  decision: z
    .enum(AttemptDecision)
    .nullish()
    .transform((decision) => decision ?? null),
});

@Resolver()
export class AttemptsResolver {
  constructor(private readonly attempts: AttemptsService) {}

  @RequiresScope("manage")
  @Query(() => AttemptConnection, {
    name: "attempts",
    description: "Every verify, whoIsIt, enroll and addPhotos of a site, newest first.",
  })
  async list(
    @Ctx() call: Call,
    @Arg("first", () => Int, { nullable: true, defaultValue: 20, description: "1 to 100." }) first: number | null,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("siteId", () => ID, { nullable: true, description: "The API key's site when left out." })
    siteId: string | null,
    @Arg("kind", () => AttemptKind, { nullable: true }) kind: Kind | null,
    @Arg("decision", () => AttemptDecision, { nullable: true }) decision: Decision | null,
  ): Promise<AttemptConnection> {
    const input = parseInput(attemptsSchema, { first, after, siteId, kind, decision });
    if (!input.ok) throw toClientError(input.failure);
    const page = await this.attempts.list(call.caller, input.value);
    if (!page.ok) throw toClientError(page.failure);
    return toConnection(page.value);
  }
}

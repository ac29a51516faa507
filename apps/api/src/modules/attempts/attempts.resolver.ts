import { GraphQLDateTimeISO } from "graphql-scalars";
import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import type { Call } from "../access/index.js";
import { mapPage, toConnection } from "../paging/index.js";
import { OPTIONAL_SITE } from "../photos/index.js";
import { type Problem, parseInput, toClientError, toProblem } from "../problems/index.js";
import {
  activitySchema,
  attemptSchema,
  attemptsSchema,
  ReviewAttemptInput,
  reviewAttemptSchema,
} from "./attempt.input.js";
import {
  Activity,
  Attempt,
  AttemptConnection,
  AttemptKind,
  AttemptOutcome,
  AttemptReviewed,
  ReviewAttemptResult,
  ReviewState,
} from "./attempt.type.js";
import type { AttemptKind as Kind } from "./attempts.port.js";
import type { AttemptsService, AttemptView } from "./attempts.service.js";

@ArgsType()
class AttemptsArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: "1 to 100." }) first!: number | null;
  @Field(() => String, { nullable: true }) after!: string | null;
  @Field(() => ID, OPTIONAL_SITE) siteId!: string | null;
  @Field(() => AttemptKind, { nullable: true }) kind!: Kind | null;
  @Field(() => AttemptOutcome, { nullable: true }) decision!: AttemptOutcome | null;
  @Field(() => String, { nullable: true }) claimedExternalId!: string | null;

  @Field(() => ID, { nullable: true, description: "Claimed, or compared with." })
  personId!: string | null;

  @Field(() => ReviewState, { nullable: true }) review!: ReviewState | null;
  @Field(() => GraphQLDateTimeISO, { nullable: true }) from!: Date | null;
  @Field(() => GraphQLDateTimeISO, { nullable: true, description: "Not included." }) to!: Date | null;
}

@Resolver()
export class AttemptsResolver {
  constructor(private readonly attempts: AttemptsService) {}

  @Query(() => AttemptConnection, {
    name: "attempts",
    description: "Every verify, whoIsIt, enroll and addPhotos of a site, newest first.",
  })
  async list(@Ctx() call: Call, @Args(() => AttemptsArgs) args: AttemptsArgs): Promise<AttemptConnection> {
    const input = parseInput(attemptsSchema, { ...args });
    if (!input.ok) throw toClientError(input.failure);
    const { siteId, first, after, ...filter } = input.value;
    const page = await this.attempts.list(call.caller, siteId, filter, { first, after });
    if (!page.ok) throw toClientError(page.failure);
    return toConnection(mapPage(page.value, toAttempt));
  }

  @Query(() => Attempt, { name: "attempt", nullable: true, description: "Null when the site has no such attempt." })
  async find(
    @Ctx() call: Call,
    @Arg("id", () => ID) id: string,
    @Arg("siteId", () => ID, OPTIONAL_SITE) siteId: string | null,
  ): Promise<Attempt | null> {
    const input = parseInput(attemptSchema, { id, siteId });
    if (!input.ok) throw toClientError(input.failure);
    const attempt = await this.attempts.find(call.caller, input.value.siteId, input.value.id);
    if (!attempt.ok) throw toClientError(attempt.failure);
    return attempt.value && toAttempt(attempt.value);
  }

  @Query(() => Activity, { description: "How many attempts a site had, by the hour." })
  async activity(
    @Ctx() call: Call,
    @Arg("siteId", () => ID, OPTIONAL_SITE) siteId: string | null,
    @Arg("hours", () => Int, { nullable: true, defaultValue: 24, description: "1 to 744, this hour included." })
    hours: number | null,
  ): Promise<Activity> {
    const input = parseInput(activitySchema, { siteId, hours });
    if (!input.ok) throw toClientError(input.failure);
    const activity = await this.attempts.activity(call.caller, input.value.siteId, input.value.hours);
    if (!activity.ok) throw toClientError(activity.failure);
    return activity.value;
  }

  @Mutation(() => ReviewAttemptResult, {
    description: "Says whether an attempt was genuine. The newest review counts; earlier ones stay.",
  })
  async reviewAttempt(
    @Ctx() call: Call,
    @Arg("input", () => ReviewAttemptInput) raw: ReviewAttemptInput,
  ): Promise<AttemptReviewed | Problem> {
    const input = parseInput(reviewAttemptSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const reviewed = await this.attempts.review(input.value, call);
    if (!reviewed.ok) return toProblem(reviewed.failure);
    return Object.assign(new AttemptReviewed(), { attempt: toAttempt(reviewed.value) });
  }

  @Subscription(() => Attempt, {
    description: "The attempts of a site as they are recorded, over POST /graphql/stream (server-sent events).",
    // type-graphql calls this without an instance: createSchema() puts follow() in its place.
    subscribe: () => {
      throw new Error("The schema was not made by createSchema().");
    },
  })
  attemptRecorded(
    @Root() attempt: AttemptView,
    @Arg("siteId", () => ID, OPTIONAL_SITE) _siteId: string | null,
  ): Attempt {
    return toAttempt(attempt);
  }

  follow(call: Call, siteId: unknown): AsyncIterable<AttemptView> {
    const input = parseInput(attemptSchema.pick({ siteId: true }), { siteId });
    if (!input.ok) throw toClientError(input.failure);
    const followed = this.attempts.follow(call.caller, input.value.siteId, call.signal);
    if (!followed.ok) throw toClientError(followed.failure);
    return followed.value;
  }
}

function toAttempt({ candidates, timings, hasProbeChip, ...attempt }: AttemptView): Attempt {
  return {
    ...attempt,
    hasProbeFace: hasProbeChip,
    timings: Object.entries(timings ?? {}).map(([stage, ms]) => ({ stage, ms })),
    candidates: candidates.map(({ templateId, ...candidate }) => ({ ...candidate, photoId: templateId })),
  };
}

import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { type Call, RequiresScope } from "../access/index.js";
import { type Problem, parseInput, toProblem } from "../problems/index.js";
import { VerifyInput, verifySchema, WhoIsItInput, whoIsItSchema } from "./recognition.input.js";
import { Identification, Verification, VerifyResult, WhoIsItResult } from "./recognition.result.js";
import type { RecognitionService } from "./recognition.service.js";

@Resolver()
export class RecognitionResolver {
  constructor(private readonly recognition: RecognitionService) {}

  @RequiresScope("verify")
  @Mutation(() => VerifyResult, {
    description: "Is this the person whom it is claimed to be (1:1)? Records an attempt.",
  })
  async verify(@Ctx() call: Call, @Arg("input", () => VerifyInput) raw: VerifyInput): Promise<Verification | Problem> {
    const input = parseInput(verifySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.recognition.verify(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    const { attemptId, box, ...verification } = result.value;
    return Object.assign(new Verification(), verification, { attempt: { id: attemptId }, face: { box } });
  }

  @RequiresScope("identify")
  @Query(() => WhoIsItResult, { description: "Who of the site's people is this (1:K)? Records an attempt." })
  async whoIsIt(
    @Ctx() call: Call,
    @Arg("input", () => WhoIsItInput) raw: WhoIsItInput,
  ): Promise<Identification | Problem> {
    const input = parseInput(whoIsItSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.recognition.whoIsIt(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    const { attemptId, box, ...identification } = result.value;
    return Object.assign(new Identification(), identification, { attempt: { id: attemptId }, face: { box } });
  }
}

import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { type Problem, parseInput, toProblem } from "../problems/index.js";
import type { IdentifiedFace as FaceOutcome, IdentificationService } from "./identification.service.js";
import { VerifyInput, verifySchema, WhoIsItInput, whoIsItSchema } from "./recognition.input.js";
import { Identification, IdentifiedFace, Verification, VerifyResult, WhoIsItResult } from "./recognition.result.js";
import type { VerificationService } from "./verification.service.js";

@Resolver()
export class RecognitionResolver {
  constructor(
    private readonly verification: VerificationService,
    private readonly identification: IdentificationService,
  ) {}
  @Mutation(() => VerifyResult, {
    description: "Is this the person whom it is claimed to be (1:1)? Records an attempt.",
  })
  async verify(@Ctx() call: Call, @Arg("input", () => VerifyInput) raw: VerifyInput): Promise<Verification | Problem> {
    const input = parseInput(verifySchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.verification.verify(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    const { attemptId, box, ...verification } = result.value;
    return Object.assign(new Verification(), verification, { attempt: { id: attemptId }, face: { box } });
  }
  @Query(() => WhoIsItResult, {
    description: "Who of the site's people is this (1:K)? Records an attempt for each face that it searches for.",
  })
  async whoIsIt(
    @Ctx() call: Call,
    @Arg("input", () => WhoIsItInput) raw: WhoIsItInput,
  ): Promise<Identification | Problem> {
    const input = parseInput(whoIsItSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.identification.whoIsIt(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    const { faces, main, omittedFaces, threshold } = result.value;
    return Object.assign(new Identification(), {
      outcome: main.outcome,
      candidates: main.candidates,
      face: { box: main.box },
      attempt: { id: main.attemptId },
      threshold,
      faces: faces.map(toIdentifiedFace),
      omittedFaces,
    });
  }
}

function toIdentifiedFace({ failure, attemptId, ...face }: FaceOutcome): IdentifiedFace {
  return Object.assign(new IdentifiedFace(), face, {
    problem: failure && toProblem(failure),
    attempt: { id: attemptId },
  });
}

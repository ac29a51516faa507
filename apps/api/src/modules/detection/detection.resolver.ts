import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { type Problem, parseInput, toProblem } from "../problems/index.js";
import { DetectFacesInput, detectFacesSchema } from "./detection.input.js";
import { DetectedFaces, DetectFacesResult } from "./detection.result.js";
import type { DetectionService } from "./detection.service.js";

@Resolver()
export class DetectionResolver {
  constructor(private readonly detection: DetectionService) {}
  @Query(() => DetectFacesResult, {
    description: "Where the faces of a photo are, and how good each is. Compares with nobody and records nothing.",
  })
  async detectFaces(
    @Ctx() call: Call,
    @Arg("input", () => DetectFacesInput) raw: DetectFacesInput,
  ): Promise<DetectedFaces | Problem> {
    const input = parseInput(detectFacesSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.detection.detect(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    const { faces, omitted } = result.value;
    return Object.assign(new DetectedFaces(), { faces, omittedFaces: omitted });
  }
}

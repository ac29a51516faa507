import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Call } from "../access/index.js";
import { type Problem, parseInput, toProblem } from "../problems/index.js";
import {
  AddPhotosInput,
  addPhotosSchema,
  DeletePersonInput,
  deletePersonSchema,
  EnrollInput,
  enrollSchema,
  RemovePhotoInput,
  removePhotoSchema,
} from "./enrollment.input.js";
import {
  AddPhotosResult,
  DeletePersonResult,
  Enrolled,
  type EnrolledPhoto,
  EnrollResult,
  PersonDeleted,
  PhotoRemoved,
  PhotosAdded,
  RemovePhotoResult,
} from "./enrollment.result.js";
import type { EnrollmentOutcome, EnrollmentService, PhotoOutcome } from "./enrollment.service.js";

@Resolver()
export class EnrollmentResolver {
  private readonly enrollSchema: ReturnType<typeof enrollSchema>;

  constructor(
    private readonly enrollment: EnrollmentService,
    now: () => Date,
  ) {
    this.enrollSchema = enrollSchema(now);
  }
  @Mutation(() => EnrollResult, { description: "Makes a person known by one or more photos." })
  async enroll(@Ctx() call: Call, @Arg("input", () => EnrollInput) raw: EnrollInput): Promise<Enrolled | Problem> {
    const input = parseInput(this.enrollSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.enrollment.enroll(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    return Object.assign(new Enrolled(), toEnrolment(result.value));
  }
  @Mutation(() => AddPhotosResult, { description: "Gives a person more photos to be recognised by." })
  async addPhotos(
    @Ctx() call: Call,
    @Arg("input", () => AddPhotosInput) raw: AddPhotosInput,
  ): Promise<PhotosAdded | Problem> {
    const input = parseInput(addPhotosSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.enrollment.addPhotos(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    return Object.assign(new PhotosAdded(), toEnrolment(result.value));
  }
  @Mutation(() => RemovePhotoResult, { description: "Forgets one photo of a person. The last one stays." })
  async removePhoto(
    @Ctx() call: Call,
    @Arg("input", () => RemovePhotoInput) raw: RemovePhotoInput,
  ): Promise<PhotoRemoved | Problem> {
    const input = parseInput(removePhotoSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.enrollment.removePhoto(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    return Object.assign(new PhotoRemoved(), { person: result.value.person, photoId: input.value.photoId });
  }
  @Mutation(() => DeletePersonResult, { description: "Forgets a person and everything they were recognised by." })
  async deletePerson(
    @Ctx() call: Call,
    @Arg("input", () => DeletePersonInput) raw: DeletePersonInput,
  ): Promise<PersonDeleted | Problem> {
    const input = parseInput(deletePersonSchema, raw);
    if (!input.ok) return toProblem(input.failure);
    const result = await this.enrollment.deletePerson(input.value, call);
    if (!result.ok) return toProblem(result.failure);
    return Object.assign(new PersonDeleted(), { externalId: result.value.externalId });
  }
}

function toEnrolment({
  person,
  photos,
  attemptId,
}: EnrollmentOutcome): Pick<Enrolled, "person" | "photos" | "attempt"> {
  return { person, photos: photos.map(toEnrolledPhoto), attempt: { id: attemptId } };
}

function toEnrolledPhoto(photo: PhotoOutcome): EnrolledPhoto {
  return photo.accepted
    ? { accepted: true, problem: null, quality: photo.quality, face: { box: photo.box }, photo: { id: photo.photoId } }
    : { accepted: false, problem: toProblem(photo.failure), quality: photo.quality, face: null, photo: null };
}

import { createUnionType, Field, ID, ObjectType } from "type-graphql";
import { AttemptReference } from "../attempts/index.js";
import { Person } from "../people/index.js";
import { FaceQuality } from "../photos/index.js";
import {
  AlsoInOtherSites,
  DuplicateExternalId,
  FoundFace,
  LastPhoto,
  PersonNotFound,
  PHOTO_PROBLEMS,
  PhotoNotFound,
  ProbableDuplicate,
  Problem,
  WRITE_PROBLEMS,
} from "../problems/index.js";

@ObjectType()
export class PhotoReference {
  @Field(() => ID) id!: string;
}

@ObjectType({ description: "What became of one photo, in the order of the input." })
export class EnrolledPhoto {
  @Field(() => Boolean) accepted!: boolean;
  @Field(() => Problem, { nullable: true, description: "Why it was not accepted." }) problem!: Problem | null;
  @Field(() => FaceQuality, { nullable: true, description: "Null when no face was singled out." })
  quality!: FaceQuality | null;
  @Field(() => FoundFace, { nullable: true, description: "Null when it was not accepted." })
  face!: FoundFace | null;
  @Field(() => PhotoReference, { nullable: true, description: "Null when it was not accepted." })
  photo!: PhotoReference | null;
}

@ObjectType({ description: "At least one photo was accepted." })
export class Enrolled {
  @Field(() => Person) person!: Person;
  @Field(() => [EnrolledPhoto]) photos!: EnrolledPhoto[];
  @Field(() => AttemptReference) attempt!: AttemptReference;
}

@ObjectType({ description: "At least one photo was accepted." })
export class PhotosAdded {
  @Field(() => Person) person!: Person;
  @Field(() => [EnrolledPhoto]) photos!: EnrolledPhoto[];
  @Field(() => AttemptReference) attempt!: AttemptReference;
}

@ObjectType()
export class PhotoRemoved {
  @Field(() => Person) person!: Person;
  @Field(() => ID) photoId!: string;
}

@ObjectType({ description: "The person, their photos' embeddings and the key that protected them are gone." })
export class PersonDeleted {
  @Field(() => String) externalId!: string;
}

export const EnrollResult = createUnionType({
  name: "EnrollResult",
  description: "PersonNotFound: the call was done before under the same idempotency key, and the person deleted since.",
  types: () =>
    [Enrolled, ...PHOTO_PROBLEMS, DuplicateExternalId, ProbableDuplicate, PersonNotFound, ...WRITE_PROBLEMS] as const,
});

export const AddPhotosResult = createUnionType({
  name: "AddPhotosResult",
  types: () =>
    [PhotosAdded, ...PHOTO_PROBLEMS, PersonNotFound, AlsoInOtherSites, ProbableDuplicate, ...WRITE_PROBLEMS] as const,
});

export const RemovePhotoResult = createUnionType({
  name: "RemovePhotoResult",
  types: () => [PhotoRemoved, PersonNotFound, AlsoInOtherSites, PhotoNotFound, LastPhoto, ...WRITE_PROBLEMS] as const,
});

export const DeletePersonResult = createUnionType({
  name: "DeletePersonResult",
  types: () => [PersonDeleted, PersonNotFound, AlsoInOtherSites, ...WRITE_PROBLEMS] as const,
});

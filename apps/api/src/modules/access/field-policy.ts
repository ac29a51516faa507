import { ROLES, type Role, SCOPES, type Scope } from "./caller.js";
import type { Rule } from "./permit.js";

/*
 * Who may do what: the one table. Every root field of the schema has an entry in ROOT_FIELDS and every field of every
 * other type one in CARRIED_FIELDS; test/field-policy.test.ts walks the schema and fails for a field that has none.
 */

const KEEPERS: readonly Role[] = ["OWNER", "ADMIN"];
const LOOKERS: readonly Role[] = ["OWNER", "ADMIN", "REVIEWER"];
const READERS: readonly Role[] = ROLES;

const atSite = (scopes: readonly Scope[], roles: readonly Role[]): Rule => ({ scopes, roles, where: "site" });
const everywhere = (roles: readonly Role[]): Rule => ({ scopes: [], roles, where: "deployment" });
const ANYBODY: Rule = { scopes: SCOPES, roles: ROLES, where: "anywhere" };

export const ROOT_FIELDS: Readonly<Record<string, Rule>> = {
  "Query.viewer": ANYBODY,
  "Query.sites": atSite(SCOPES, READERS),
  "Query.models": atSite(SCOPES, READERS),
  "Query.people": atSite(["manage"], READERS),
  "Query.person": atSite(["manage"], READERS),
  "Query.tags": atSite(["manage"], READERS),
  "Query.attempts": atSite(["manage"], READERS),
  "Query.attempt": atSite(["manage"], READERS),
  "Query.activity": atSite(["manage"], READERS),
  "Query.sitePolicies": atSite(["manage"], READERS),
  "Query.previewSitePolicy": atSite(["manage"], READERS),
  "Query.detectFaces": atSite(["enroll", "verify", "identify"], LOOKERS),
  "Query.whoIsIt": atSite(["identify"], LOOKERS),
  "Query.apiKeys": atSite([], ["OWNER", "ADMIN", "AUDITOR"]),
  "Query.users": everywhere(["OWNER", "AUDITOR"]),
  "Query.systemHealth": everywhere(["OWNER", "ADMIN", "AUDITOR"]),

  "Mutation.verify": atSite(["verify"], LOOKERS),
  "Mutation.enroll": atSite(["enroll"], KEEPERS),
  "Mutation.addPhotos": atSite(["enroll"], KEEPERS),
  "Mutation.removePhoto": atSite(["enroll", "manage"], KEEPERS),
  "Mutation.deletePerson": atSite(["manage"], KEEPERS),
  "Mutation.updatePerson": atSite(["manage"], KEEPERS),
  "Mutation.mergePeople": atSite(["manage"], KEEPERS),
  "Mutation.addMembership": atSite(["manage"], KEEPERS),
  "Mutation.removeMembership": atSite(["manage"], KEEPERS),
  "Mutation.reviewAttempt": atSite(["manage"], LOOKERS),
  "Mutation.setSiteModel": atSite(["manage"], KEEPERS),
  "Mutation.setSitePolicy": atSite(["manage"], KEEPERS),
  "Mutation.revertSitePolicy": atSite(["manage"], KEEPERS),
  "Mutation.renameSite": atSite([], KEEPERS),
  "Mutation.createSite": everywhere(KEEPERS),
  "Mutation.createApiKey": atSite([], KEEPERS),
  "Mutation.rotateApiKey": atSite([], KEEPERS),
  "Mutation.revokeApiKey": atSite([], KEEPERS),
  "Mutation.inviteUser": everywhere(["OWNER"]),
  "Mutation.renewUserLink": everywhere(["OWNER"]),
  "Mutation.setUserRoles": everywhere(["OWNER"]),
  "Mutation.removeUser": everywhere(["OWNER"]),

  "Subscription.attemptRecorded": atSite(["manage"], READERS),
};

/** Memberships of a person are shown in the sites where this lets one see people. */
export const MEMBERSHIPS = atSite(["manage"], READERS);

/** What is no field: `POST /v1/images` and `GET /v1/faces/...`. */
export const ROUTES = {
  images: atSite(["enroll", "verify", "identify"], LOOKERS),
  faces: atSite(["manage"], LOOKERS),
} as const satisfies Record<string, Rule>;

/**
 * Fields of types that are not a root: whoever was given the object may see them. What must not be seen by all of those
 * does not belong into the type.
 */
export const CARRIED_FIELDS: Readonly<Record<string, string>> = {
  Activity: "since counts latency",
  ActivityCount: "hour kind decision problemCode count",
  ActivityLatency: "hour medianMs p95Ms",
  AlsoInOtherSites: "code message",
  ApiKey: "id siteIds name hint scopes author createdAt expiresAt revokedAt lastUsedAt",
  ApiKeyCreated: "key secret",
  ApiKeyNotFound: "code message",
  ApiKeyRevoked: "key",
  ApiKeyRotated: "key replaced secret",
  Attempt:
    "id kind decision problemCode claimedExternalId distance threshold modelId requestId quality timings caller policyVersion hasProbeFace verdict reviews createdAt candidates",
  AttemptCandidate: "person distance photoId",
  AttemptConnection: "nodes edges pageInfo",
  AttemptEdge: "cursor node",
  AttemptNotFound: "code message",
  AttemptReference: "id",
  AttemptReviewed: "attempt",
  Busy: "code message retryAfterMs",
  Candidate: "person distance",
  Consent: "basis textVersion obtainedAt expiresAt",
  CorruptImage: "code message",
  DatabaseHealth: "latencyMs version sizeBytes",
  DatabaseUnavailable: "code message retryAfterMs",
  DecisionChange: "from to count",
  DetectedFace: "box quality",
  DetectedFaces: "faces omittedFaces",
  DuplicateCandidate: "externalId",
  DuplicateEmail: "code message",
  DuplicateExternalId: "code message",
  EngineHealth: "runtime threads waiting running modelIds",
  Enrolled: "person photos attempt",
  EnrolledPhoto: "accepted problem quality face photo",
  ErrorRates: "fmr fnmr low high beyond",
  FaceBox: "x y width height",
  FaceQuality: "score sizePx sharpness exposure yawDegrees pitchDegrees rollDegrees reasons",
  FoundFace: "box",
  IdempotencyKeyReused: "code message",
  Identification: "outcome candidates threshold face faces omittedFaces attempt",
  IdentifiedFace: "box quality outcome problem candidates attempt",
  ImageTooLarge: "code message",
  InvalidInput: "code message field",
  LastOwner: "code message",
  LastPhoto: "code message",
  LastSite: "code message",
  LowQuality: "code message reasons",
  Membership: "siteId externalId",
  MembershipAdded: "person",
  MembershipRemoved: "externalId",
  Model: "id name dimension referenceCurve",
  MultipleFaces: "code message faces",
  NoFaceFound: "code message",
  NoTemplates: "code message",
  PageInfo: "hasNextPage endCursor",
  PeopleMerged: "person",
  Person: "id externalId displayName state tags consent createdAt updatedAt photos memberships",
  PersonConnection: "nodes edges pageInfo totalCount",
  PersonDeleted: "externalId",
  PersonEdge: "cursor node",
  PersonNotFound: "code message",
  PersonSuspended: "code message",
  PersonUpdated: "person",
  Photo: "id createdAt modelId quality",
  PhotoNotFound: "code message",
  PhotoReference: "id",
  PhotoRemoved: "person photoId",
  PhotosAdded: "person photos attempt",
  PolicyChanged: "code message",
  PolicyNotFound: "code message",
  PolicyPreview: "attempts changed changes acceptRates reviewRates identifyRates",
  ProbableDuplicate: "code message candidate distance",
  RateLimited: "code message retryAfterMs",
  ReferenceCurve: "benchmark protocol people images impostorPairs genuinePairs points",
  ReferencePoint: "fmr distance fnmr low high",
  Review: "id verdict reviewer createdAt",
  RoleInSite: "role siteId",
  Site: "id name createdAt model counts",
  SiteAccess: "siteId roles",
  SiteConnection: "nodes edges pageInfo",
  SiteCounts: "people templates",
  SiteEdge: "cursor node",
  SiteModel: "modelId version peopleWithoutTemplate",
  SiteModelSet: "model",
  SiteNotFound: "code message",
  SitePolicy:
    "id version isActive modelId acceptDistance reviewDistance identifyDistance ambiguityMargin minQuality keepTemplateFaces keepProbeFaces acceptRates reviewRates identifyRates provenance author reason revertOf createdAt",
  SitePolicyConnection: "nodes edges pageInfo",
  SitePolicyEdge: "cursor node",
  SitePolicySet: "policy",
  SiteSaved: "site",
  StageTiming: "stage ms",
  SystemHealth: "version startedAt residentBytes engine database",
  UnknownModel: "code message",
  UnmeasuredModel: "code message",
  UnsupportedImage: "code message",
  UploadNotFound: "code message",
  User: "id name email twoFactorEnabled hasSignIn lastSeenAt createdAt roles",
  UserInvited: "user url",
  UserNotFound: "code message",
  UserRemoved: "userId",
  UserRolesSet: "user",
  Verification: "decision distance threshold reviewThreshold face attempt",
  Viewer: "user scopes everywhere sites",
};

export { DatabaseUnavailableError, GalleryRewoundError, InvalidCursorError, UploadGoneError } from "./client/errors.js";
export type { JsonObject, JsonValue } from "./client/json.js";
export type { SignInStorage } from "./client/sign-in-storage.js";
export { type Database, type DatabaseOptions, openDatabase } from "./database.js";
export {
  DecryptionError,
  environmentKeyProvider,
  fileKeyProvider,
  KeyError,
  type KeyProvider,
} from "./encryption/index.js";
export type { ApiKeyRecord, ApiKeyRepository, ApiKeyScope, NewApiKey } from "./repositories/api-key.port.js";
export { API_KEY_SCOPES } from "./repositories/api-key.port.js";
export type {
  ActivityRow,
  AttemptCandidateRecord,
  AttemptDecision,
  AttemptFilter,
  AttemptKind,
  AttemptPerson,
  AttemptProbe,
  AttemptRecord,
  AttemptRepository,
  DecidedAttempt,
  LatencyRow,
  NewAttempt,
  NewAttemptCandidate,
  ReviewRecord,
  ReviewVerdict,
} from "./repositories/attempts.port.js";
export type { GalleryChanges, GalleryEntry, GalleryRepository, GallerySnapshot } from "./repositories/gallery.port.js";
export type {
  EarlierCall,
  IdempotencyRepository,
  IdempotentCall,
  IdempotentWrite,
} from "./repositories/idempotency.port.js";
export { type Edge, MAX_PAGE_SIZE, type Optional, type Page, type PageRequest } from "./repositories/page.js";
export type {
  AddTemplatesOutcome,
  ConsentRecord,
  CreatePersonOutcome,
  DecryptedTemplate,
  DeletePersonOutcome,
  MergeOutcome,
  NewConsent,
  NewPerson,
  NewTemplate,
  PeopleFilter,
  PeopleOrder,
  PeopleRepository,
  PersonChange,
  PersonRecord,
  PersonState,
  PersonTemplates,
  RemoveTemplateOutcome,
  TemplateSummary,
} from "./repositories/people.port.js";
export type {
  NewPolicy,
  PolicyRecord,
  PolicyRepository,
  SiteCounts,
  SiteRecord,
  SiteRepository,
} from "./repositories/site.port.js";
export type { UploadRepository } from "./repositories/uploads.port.js";
export type { NewLink, RoleRecord, UserRecord, UserRepository, UserRole } from "./repositories/users.port.js";
export { USER_ROLES } from "./repositories/users.port.js";

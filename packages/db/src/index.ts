export { DatabaseUnavailableError, GalleryRewoundError, InvalidCursorError } from "./client/errors.js";
export type { JsonObject, JsonValue } from "./client/json.js";
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
  AttemptCandidateRecord,
  AttemptDecision,
  AttemptKind,
  AttemptPerson,
  AttemptProbe,
  AttemptRecord,
  AttemptRepository,
  NewAttempt,
  NewAttemptCandidate,
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
  NewConsent,
  NewPerson,
  NewTemplate,
  PeopleRepository,
  PersonRecord,
  PersonTemplates,
  RemoveTemplateOutcome,
  TemplateSummary,
} from "./repositories/people.port.js";
export type {
  NewPolicy,
  PolicyRecord,
  PolicyRepository,
  SiteRecord,
  SiteRepository,
} from "./repositories/site.port.js";
export type { UploadRepository } from "./repositories/uploads.port.js";

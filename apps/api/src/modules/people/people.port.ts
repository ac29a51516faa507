import type { FaceQuality } from "facenet-core";
import type { Page, PageRequest } from "../paging/page.js";

export interface PersonRecord {
  id: string;
  externalId: string;
  displayName: string;
  createdAt: Date;
  /** Oldest first. */
  photos: readonly PhotoRecord[];
}

export interface PhotoRecord {
  id: string;
  createdAt: Date;
  modelId: string;
  quality: FaceQuality;
}

export interface PersonStore {
  findByExternalId(siteId: string, externalId: string): Promise<PersonRecord | null>;
  /** Those that are (still) people of the site; in no particular order. */
  findByIds(siteId: string, personIds: readonly string[]): Promise<readonly PersonRecord[]>;
  /** Ordered by external id. */
  list(siteId: string, search: string | null, page: PageRequest): Promise<Page<PersonRecord>>;
}

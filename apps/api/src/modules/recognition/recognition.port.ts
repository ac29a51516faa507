import type { StoredTemplate } from "facenet-core";
import type { Probe } from "../photos/photos.port.js";

export interface GalleryHit {
  personId: string;
  templateId: string;
  distance: number;
}

/** The templates of one site, searchable. Best template per person, nearest first. */
export interface Gallery {
  search(siteId: string, probe: Probe, count: number): Promise<readonly GalleryHit[]>;
}

export interface TemplateStore {
  /** Null when there is no such person; no templates when none is of the model. */
  ofPerson(
    siteId: string,
    externalId: string,
    modelId: string,
  ): Promise<{ personId: string; templates: readonly StoredTemplate[] } | null>;
}

import type { StoredTemplate } from "facenet-core";
import type { PersonState } from "../people/people.port.js";
import type { Probe } from "../photos/photos.port.js";

export interface GalleryHit {
  personId: string;
  templateId: string;
  distance: number;
}

/** The templates of one site, searchable. Best template per person, nearest first. */
export interface Gallery {
  /** For each probe, all of one model, in their order and against the same state of the site. */
  search(siteId: string, probes: readonly Probe[], count: number): Promise<readonly (readonly GalleryHit[])[]>;
}

export interface TemplateStore {
  /** Null when there is no such person; no templates when none is of the model. */
  ofPerson(
    siteId: string,
    externalId: string,
    modelId: string,
  ): Promise<{ personId: string; state: PersonState; templates: readonly StoredTemplate[] } | null>;
}

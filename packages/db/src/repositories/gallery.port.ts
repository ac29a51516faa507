export interface GalleryEntry {
  readonly personId: string;
  readonly externalId: string;
  readonly displayName: string;
  readonly templateId: string;
  readonly vector: Float32Array;
}

export interface GallerySnapshot {
  /** Every change up to this one is in `entries`, none after it. */
  readonly sequence: bigint;
  readonly entries: readonly GalleryEntry[];
}

export interface GalleryChanges {
  readonly sequence: bigint;
  /** What each changed person has now; no entries means gone from this gallery. */
  readonly persons: readonly { readonly personId: string; readonly entries: readonly GalleryEntry[] }[];
}

/** All three throw RangeError for a site that does not exist. */
export interface GalleryRepository {
  /** Number of the site's newest template change. */
  sequence(siteId: string): Promise<bigint>;
  load(siteId: string, modelId: string): Promise<GallerySnapshot>;
  /**
   * What changed after `sequence`.
   * @throws GalleryRewoundError when the database stands before `sequence`.
   */
  changesSince(siteId: string, sequence: bigint, modelId: string): Promise<GalleryChanges>;
}

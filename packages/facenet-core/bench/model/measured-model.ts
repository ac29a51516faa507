/** What a model made of one photo, or why it made nothing. */
export type Embedded =
  | {
      readonly kind: "embedding";
      /** Unit L2 norm. */
      readonly embedding: Float32Array;
      /** 0 (unusable) to 100. */
      readonly quality: number;
      /** Milliseconds by stage, in the order in which they run. */
      readonly timingsMs: Readonly<Record<string, number>>;
    }
  | { readonly kind: "failure"; readonly reason: string };

/** The thing that is measured: bytes of a photo in, an embedding of its most central face out. */
export interface MeasuredModel {
  embed(photo: Uint8Array): Promise<Embedded>;
  close(): Promise<void>;
}

/** How to come by a model, and what tells it from every other one. */
export interface ModelSource {
  readonly modelId: string;
  /** SHA-256 of each network file, by its role. */
  readonly networks: Readonly<Record<string, string>>;
  /** Everything that moves an embedding, as one word: what is cached under another one is never used. */
  readonly fingerprint: string;
  /** In this thread and no other: what one photo takes is measured on it. */
  open(): Promise<MeasuredModel>;
  /** On several threads, as the product runs it: throughput is measured on it. */
  openOnThreads(threads: number): Promise<MeasuredModel>;
}

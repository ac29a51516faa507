/** The cuts under which decisions are taken. Distances are Euclidean between unit embeddings of `modelId`, range [0, 2]. */
export interface MatchThresholds {
  readonly modelId: string;
  /** 1:1: at this distance or less the claim is accepted. */
  readonly acceptDistance: number;
  /** 1:1: beyond accept and up to this distance a person decides. Not less than `acceptDistance`. */
  readonly reviewDistance: number;
  /** 1:K: only people at this distance or less are candidates. */
  readonly identifyDistance: number;
  /** 1:K: two candidates closer together than this are not told apart. */
  readonly ambiguityMargin: number;
}

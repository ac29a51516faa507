import type { DefaultThresholds, ReferenceCurve } from "facenet-core";

/** A model that this server has loaded. */
export interface ModelRecord {
  /** As the configuration names it; of the path of a manifest only the file, without its ending. */
  name: string;
  modelId: string;
  /** Numbers of an embedding. */
  dimension: number;
  /** What a site starts with that decides by it. Null for a model that was never measured: no site may decide by it. */
  start: { curve: ReferenceCurve; thresholds: DefaultThresholds } | null;
}

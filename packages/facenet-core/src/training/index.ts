export { seededRandom } from "../calibration/seeded-random.js";
export {
  type AdaptOptions,
  type AdaptOutcome,
  adapt,
  DEFAULT_TRAINING,
  MININGS,
  type Mining,
  type TrainingSettings,
} from "./adapt.js";
export type { AdaptReport, OperatingPoint, Verdict } from "./adapt-report.js";
export type { Shortfall } from "./data-needs.js";
export type { Estimate } from "./evaluation/person-bootstrap.js";
export { applyHead, createLinearHead, type LinearHead } from "./head/linear-head.js";
export type { EpochProgress } from "./head/train-head.js";
export type { LabelledEmbedding } from "./labelled-embedding.js";
export type { Random } from "./random.js";
export type { Part, PartSize } from "./split-people.js";
export { type EmbeddingBatch, tripletLoss } from "./triplet-loss.js";
export { type BatchTripletLossOptions, batchTripletLoss, tripletLosses } from "./triplets/batch-triplet-loss.js";
export { type DistanceMatrix, readDistanceMatrix, squaredEuclideanMatrix } from "./triplets/distance-matrix.js";
export { mineBatchAll } from "./triplets/mine-batch-all.js";
export { mineBatchHard } from "./triplets/mine-batch-hard.js";
export { mineSemiHard, type SemiHardOptions } from "./triplets/mine-semi-hard.js";
export { meanActiveLoss, meanLoss, type Reducer, sumOfLosses } from "./triplets/reducers.js";
export type { Labels, Miner, Triplets } from "./triplets/triplets.js";

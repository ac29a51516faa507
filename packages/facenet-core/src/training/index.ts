export { type EmbeddingBatch, tripletLoss } from "./triplet-loss.js";

export { tripletLoss } from "./triplet-loss.js";

import type { BuiltInNetwork } from "./built-in.js";

/**
 * SHA-256 of each exported ONNX file. Another hash is another network and needs another model id, unless it computes the same in
 * another order: no further apart than two processors are. The skim only says where to look, so it may differ.
 */
export const NETWORK_HASHES: Record<BuiltInNetwork, string> = {
  detector: "570efaadac9683d241c3b68056b74556f7808c35baabbcd0a533b2edf859dd2c",
  skim: "60a30999ba20068b6131dd11f5e4fb7a79d449d146c02d18bbb1c3dd0deff8c3",
  landmarks: "d4b26996b13882e3dd8383e89efc8abb20d8f01c2b1d353080828c26aba6f2f1",
  encoder: "f3833c58b5020d82034492f61c73e06e362e4d58b7631c7874205222477c534e",
  faceres: "c3348bfc122f7c33906c55b95a63df26714d7accbfc494881f9225b0348e6a62",
};

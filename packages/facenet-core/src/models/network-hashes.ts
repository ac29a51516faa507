import type { BuiltInNetwork } from "./built-in.js";

/**
 * SHA-256 of each exported ONNX file. Another hash is another network and needs another model id, unless it computes the same in
 * another order: no further apart than two processors are.
 */
export const NETWORK_HASHES: Record<BuiltInNetwork, string> = {
  detector: "2dad9a7e13576487ce0e216ffb7c258cf89c5bc289778cf0cb2365206b20bb13",
  skim: "856735dc665193c1c54f94b15b55a32c357063ccd1cd65b3b6e35d9d5c2fd4c1",
  landmarks: "d4b26996b13882e3dd8383e89efc8abb20d8f01c2b1d353080828c26aba6f2f1",
  encoder: "f3833c58b5020d82034492f61c73e06e362e4d58b7631c7874205222477c534e",
  faceres: "c3348bfc122f7c33906c55b95a63df26714d7accbfc494881f9225b0348e6a62",
};

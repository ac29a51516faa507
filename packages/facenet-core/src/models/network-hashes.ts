import type { BuiltInNetwork } from "./built-in.js";

/** SHA-256 of each exported ONNX file. Another hash is another network and needs another model id. */
export const NETWORK_HASHES: Record<BuiltInNetwork, string> = {
  detector: "b134b0f70b521f20cc4ff46adb0786cfd56d9bb10426949b4ef466260661da4c",
  skim: "22ca582fc3133e22b0f85dfc3118089da93d8b29b2277a944c54d5130f7c6391",
  landmarks: "d4b26996b13882e3dd8383e89efc8abb20d8f01c2b1d353080828c26aba6f2f1",
  encoder: "f3833c58b5020d82034492f61c73e06e362e4d58b7631c7874205222477c534e",
  faceres: "c3348bfc122f7c33906c55b95a63df26714d7accbfc494881f9225b0348e6a62",
};

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Tensor3D } from "@tensorflow/tfjs";
import sharp from "sharp";
import { weightsPackageRoot } from "../../src/models/built-in.js";
import type { ProfileName } from "../../src/models/profiles.js";
import { wasmTensorFlow } from "../../test/tensorflow.js";
import { modelNamed } from "../model/model-named.js";
import { diskFetch } from "./disk-fetch.js";

const require = createRequire(import.meta.url);

/** Bytes of a photo in, the descriptor of the face that the package would take out; undefined where it finds none. */
export type Describe = (photo: Uint8Array) => Promise<Float32Array | undefined>;

/** A package under comparison, with the settings that its documentation begins with. */
export interface Contender {
  readonly title: string;
  open(): Promise<Describe>;
}

export const CONTENDERS = {
  "facenet-core-fast": { title: "facenet-core, fast", open: openOurs("fast") },
  "facenet-core": { title: "facenet-core, standard", open: openOurs("standard") },
  "facenet-core-accurate": { title: "facenet-core, accurate", open: openOurs("accurate") },
  "face-api-ssd": { title: "@vladmandic/face-api, SSD", open: () => openFaceApi("ssd") },
  "face-api-tiny": { title: "@vladmandic/face-api, tiny", open: () => openFaceApi("tiny") },
  human: { title: "@vladmandic/human", open: openHuman },
} as const satisfies Record<string, Contender>;

export type ContenderName = keyof typeof CONTENDERS;

function openOurs(profile: ProfileName): () => Promise<Describe> {
  return async () => {
    const model = await (await modelNamed(profile)).open();
    return async (photo) => {
      const outcome = await model.embed(photo);
      return outcome.kind === "embedding" ? outcome.embedding : undefined;
    };
  };
}

interface FaceApiNet {
  loadFromDisk(folder: string): Promise<void>;
}

interface FaceApi {
  readonly nets: Record<"ssdMobilenetv1" | "tinyFaceDetector" | "faceLandmark68Net" | "faceRecognitionNet", FaceApiNet>;
  readonly SsdMobilenetv1Options: new () => object;
  readonly TinyFaceDetectorOptions: new () => object;
  detectSingleFace(
    input: Tensor3D,
    options: object,
  ): {
    withFaceLandmarks(): { withFaceDescriptor(): Promise<{ readonly descriptor: Float32Array } | undefined> };
  };
}

async function openFaceApi(detector: "ssd" | "tiny"): Promise<Describe> {
  const tf = await wasmTensorFlow();
  const root = weightsPackageRoot();
  const faceapi = require(join(root, "dist", "face-api.node-wasm.js")) as FaceApi;
  const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = faceapi.nets;
  const detectorNet = detector === "ssd" ? ssdMobilenetv1 : tinyFaceDetector;
  for (const net of [detectorNet, faceLandmark68Net, faceRecognitionNet]) await net.loadFromDisk(join(root, "model"));
  const options = detector === "ssd" ? new faceapi.SsdMobilenetv1Options() : new faceapi.TinyFaceDetectorOptions();
  return async (photo) => {
    const { pixels, shape } = await decoded(photo);
    const input = tf.tensor3d(pixels, shape, "int32");
    const face = await faceapi.detectSingleFace(input, options).withFaceLandmarks().withFaceDescriptor();
    input.dispose();
    return face?.descriptor;
  };
}

interface Human {
  readonly tf: {
    tensor(values: Uint8Array, shape: readonly number[], type: "int32"): { dispose(): void };
  };
  load(): Promise<void>;
  detect(input: object): Promise<{ readonly face: readonly { readonly embedding?: readonly number[] }[] }>;
}

/** Only what recognition takes; nothing is carried over from the photo before. */
const HUMAN_SETTINGS = {
  backend: "wasm",
  debug: false,
  cacheSensitivity: 0,
  face: { enabled: true, iris: { enabled: false }, emotion: { enabled: false } },
  body: { enabled: false },
  hand: { enabled: false },
  gesture: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
};

async function openHuman(): Promise<Describe> {
  const root = dirname(dirname(require.resolve("@vladmandic/human")));
  const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  // Its build for WebAssembly reads models with fetch, which reads no files in Node.
  globalThis.fetch = diskFetch;
  const { Human } = require(join(root, "dist", "human.node-wasm.js")) as { Human: new (settings: object) => Human };
  const human = new Human({
    ...HUMAN_SETTINGS,
    wasmPath: `${join(wasm, "dist")}/`,
    modelBasePath: pathToFileURL(`${join(root, "models")}/`).href,
  });
  await human.load();
  return async (photo) => {
    const { pixels, shape } = await decoded(photo);
    const input = human.tf.tensor(pixels, [1, ...shape], "int32");
    const { face } = await human.detect(input);
    input.dispose();
    const descriptor = face[0]?.embedding;
    return descriptor === undefined || descriptor.length === 0 ? undefined : Float32Array.from(descriptor);
  };
}

async function decoded(photo: Uint8Array): Promise<{ pixels: Uint8Array; shape: [number, number, number] }> {
  const { data, info } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { pixels: new Uint8Array(data), shape: [info.height, info.width, 3] };
}

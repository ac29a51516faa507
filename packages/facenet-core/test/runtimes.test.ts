import { createRequire } from "node:module";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analysePhoto } from "../src/pipeline.js";
import { type OpenedNetworks, openNetworks } from "../src/runtime/open-networks.js";
import { loadTensorFlow, type TensorFlow } from "../src/runtime/tfjs/load-tensorflow.js";
import { euclidean } from "../src/vector/index.js";
import { samplePhoto } from "./samples.js";

const require = createRequire(import.meta.url);
const NATIVE = "@tensorflow/tfjs-node";
const nativeLoads = (() => {
  try {
    require(NATIVE);
    return true;
  } catch {
    return false;
  }
})();

describe("openNetworks", () => {
  let onnx: OpenedNetworks;
  let tfjs: OpenedNetworks;
  beforeAll(async () => {
    onnx = await openNetworks();
    tfjs = await openNetworks({ runtime: "tfjs" });
  });
  afterAll(() => Promise.all([onnx.close(), tfjs.close()]));

  it("says what computes", () => {
    expect([onnx.backend, tfjs.backend]).toEqual(["onnxruntime", nativeLoads ? "tensorflow" : "wasm"]);
  });

  it.each([1, 2, 3, 4, 5, 6] as const)(
    "finds the same face and embedding in sample %i under both runtimes",
    async (number) => {
      // WebAssembly takes its time over the full photos.
      const photo = await sharp(await samplePhoto(number))
        .resize(640)
        .png()
        .toBuffer();
      const analyse = async (networks: OpenedNetworks) => {
        const analysis = await analysePhoto(networks, photo, { selection: "LARGEST" });
        if (analysis.kind !== "face") throw new Error(analysis.kind);
        return analysis;
      };
      const [ours, theirs] = [await analyse(onnx), await analyse(tfjs)];
      for (const side of ["x", "y", "width", "height"] as const)
        expect(Math.abs(ours.face.box[side] - theirs.face.box[side])).toBeLessThan(0.01);
      expect(euclidean(ours.embedding.values, theirs.embedding.values)).toBeLessThan(1e-3);
    },
  );

  it("leaves no tensor behind once TensorFlow.js networks are closed", async () => {
    const { tf } = await loadTensorFlow();
    const before = tf.memory().numTensors;
    const networks = await openNetworks({ runtime: "tfjs" });
    const batch = { count: 1, width: 112, height: 112, pixels: new Uint8Array(112 * 112 * 3) };
    await networks.landmarks.run(batch);
    const weights = tf.memory().numTensors - before;
    await networks.landmarks.run(batch);
    expect(tf.memory().numTensors - before).toBe(weights);
    expect(weights).toBeGreaterThan(0);
    await networks.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses a runtime that it does not know", async () => {
    await expect(openNetworks({ runtime: "torch" as never })).rejects.toThrow(/unknown runtime "torch"/);
  });
});

describe("loadTensorFlow", () => {
  afterAll(() => loadTensorFlow());

  /** Packages as they are installed, with some replaced; `undefined` is a package that does not load. */
  const packages = (replaced: Record<string, unknown>) => (name: string) => {
    if (!(name in replaced)) return require(name);
    if (replaced[name] === undefined) throw new Error(`${name} does not load`);
    return replaced[name];
  };
  const tf = require("@tensorflow/tfjs") as TensorFlow;
  /** Stands for native TensorFlow, which computes on the plain backend here. */
  const native = (own: object): TensorFlow => ({ ...tf, setBackend: () => tf.setBackend("cpu"), ...own });

  it("takes native TensorFlow where it loads", async () => {
    const stand = native({});
    expect(await loadTensorFlow(packages({ [NATIVE]: stand }))).toEqual({ tf: stand, backend: "tensorflow" });
  });

  it.each([
    ["is not there", undefined],
    ["does not start", native({ setBackend: async () => false })],
    [
      "fails at its first operation",
      native({
        conv2d: () => {
          throw new TypeError("isNullOrUndefined is not a function");
        },
      }),
    ],
    ["computes something else", native({ conv2d: () => tf.scalar(11) })],
  ])("takes WebAssembly where native TensorFlow %s", async (_, broken) => {
    expect(await loadTensorFlow(packages({ [NATIVE]: broken }))).toMatchObject({ backend: "wasm" });
    expect(tf.getBackend()).toBe("wasm");
  });

  it("takes plain JavaScript where WebAssembly does not load either", async () => {
    const load = packages({ [NATIVE]: undefined, "@tensorflow/tfjs-backend-wasm": undefined });
    expect(await loadTensorFlow(load)).toMatchObject({ backend: "cpu" });
  });

  it("says why where nothing loads", async () => {
    const error = await loadTensorFlow(
      packages({ [NATIVE]: undefined, "@tensorflow/tfjs-backend-wasm": undefined, "@tensorflow/tfjs": undefined }),
    ).catch((thrown: unknown) => thrown);
    if (!(error instanceof AggregateError)) throw new Error(`expected an AggregateError, got ${error}`);
    expect(error.errors.map(({ message }) => message)).toEqual([
      `${NATIVE} does not load`,
      "@tensorflow/tfjs-backend-wasm does not load",
      "@tensorflow/tfjs does not load",
    ]);
  });
});

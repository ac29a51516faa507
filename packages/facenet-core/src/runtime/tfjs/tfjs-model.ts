import type * as tensorflow from "@tensorflow/tfjs";
import { choosePort, type Ports, type TensorRunner } from "../tensor-runner.js";
import type { TensorFlow } from "./load-tensorflow.js";

type Artifacts = tensorflow.io.ModelArtifacts;

/** The files of a model: its JSON, and the weight files that the JSON names. */
export interface ModelFiles {
  readonly json: Uint8Array;
  readonly weights: readonly Uint8Array[];
}

/** Names of a model's weight files, in order. */
export function weightPathsOf(json: Uint8Array): string[] {
  return manifestOf(json).flatMap(({ paths }) => paths);
}

/**
 * Opens a graph or layers model of TensorFlow.js. `shape` is that of one picture with the batch of 1 in front.
 * @throws RangeError where inputs and outputs are not as expected.
 */
export async function openTfjsModel(
  tf: TensorFlow,
  format: "tfjs-graph" | "tfjs-layers",
  files: ModelFiles,
  shape: readonly number[],
  ports: Ports,
): Promise<TensorRunner> {
  const artifacts = artifactsOf(files);
  const predict = await (format === "tfjs-graph" ? openGraph : openLayers)(tf, artifacts, ports);
  return {
    async run(picture) {
      const result = tf.tidy(() => predict.run(tf.tensor(picture, [...shape])));
      const values = (await result.data()) as Float32Array;
      result.dispose();
      return values;
    },
    async close() {
      predict.dispose();
    },
  };
}

interface Predictor {
  run(picture: tensorflow.Tensor): tensorflow.Tensor;
  dispose(): void;
}

async function openGraph(tf: TensorFlow, artifacts: Artifacts, ports: Ports): Promise<Predictor> {
  const model = await tf.loadGraphModel({ load: async () => artifacts });
  const input = choosePort("input", model.inputNodes, ports.input);
  const output = choosePort("output", model.outputNodes, ports.output);
  return {
    run: (picture) => model.execute({ [input]: picture }, output) as tensorflow.Tensor,
    dispose: () => model.dispose(),
  };
}

async function openLayers(tf: TensorFlow, artifacts: Artifacts, ports: Ports): Promise<Predictor> {
  const model = await tf.loadLayersModel({ load: async () => artifacts });
  // The names of layers: a sequential model leaves `inputNames` and `outputNames` empty.
  const layerNames = (tensors: readonly tensorflow.SymbolicTensor[]) =>
    tensors.map(({ sourceLayer }) => sourceLayer.name);
  choosePort("input", layerNames(model.inputs), ports.input);
  const outputs = layerNames(model.outputs);
  const place = outputs.indexOf(choosePort("output", outputs, ports.output));
  return {
    run: (picture) => [model.predict(picture)].flat()[place]!,
    dispose: () => model.dispose(),
  };
}

function manifestOf(json: Uint8Array): tensorflow.io.WeightsManifestConfig {
  return (JSON.parse(Buffer.from(json).toString("utf8")) as tensorflow.io.ModelJSON).weightsManifest;
}

function artifactsOf({ json, weights }: ModelFiles): Artifacts {
  const { modelTopology, signature, userDefinedMetadata, modelInitializer } = JSON.parse(
    Buffer.from(json).toString("utf8"),
  ) as tensorflow.io.ModelJSON;
  const bytes = Buffer.concat(weights);
  return {
    modelTopology,
    weightSpecs: manifestOf(json).flatMap((group) => group.weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    ...(signature && { signature }),
    ...(userDefinedMetadata && { userDefinedMetadata }),
    ...(modelInitializer && { modelInitializer }),
  };
}

/** A batch of RGB images as bytes, row-major [count x height x width x 3]. */
export interface ImageBatch {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** A network's result: row-major values with their shape, the batch first. */
export interface NetworkOutput {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Port: runs one network. Implementations: ONNX Runtime and TensorFlow.js. */
export interface NetworkRunner {
  run(batch: ImageBatch): Promise<NetworkOutput>;
  close(): Promise<void>;
}

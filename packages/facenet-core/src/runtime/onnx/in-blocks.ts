import type { NetworkNode } from "../../models/network.js";

/**
 * The same network for ONNX Runtime's blocked layout of channels, which an activation behind a pool leaves and enters again,
 * over all that the pool gave. Behind a convolution of one pixel that changes nothing it becomes a part of that.
 */
export function inBlocks(nodes: readonly NetworkNode[]): NetworkNode[] {
  return nodes.flatMap((node): NetworkNode[] => {
    if (node.op !== "leakyRelu") return [node];
    const channels = channelsOfPool(nodes, node.input);
    if (channels === undefined) return [node];
    const same: NetworkNode = {
      op: "depthwiseConvolution",
      input: node.input,
      filters: { shape: [1, 1, channels, 1], data: new Float32Array(channels).fill(1) },
      stride: 1,
      padding: "valid",
      output: `${node.output}_same`,
    };
    return [same, { ...node, input: same.output }];
  });
}

/** Channels of `tensor` where it is a pooled convolution. */
function channelsOfPool(nodes: readonly NetworkNode[], tensor: string): number | undefined {
  const pool = nodes.find(({ output }) => output === tensor);
  if (pool?.op !== "maxPool") return undefined;
  const pooled = nodes.find(({ output }) => output === pool.input);
  return pooled?.op === "convolution" ? pooled.filters.shape[3] : undefined;
}

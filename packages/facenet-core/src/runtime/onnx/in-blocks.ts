import type { NetworkNode } from "../../models/network.js";

/**
 * The same network for ONNX Runtime's blocked layout of channels: an activation leaves it and enters it again, over all that
 * a pool or a sum gave, unless it follows a convolution. So it gets one, of one pixel, that changes nothing.
 */
export function inBlocks(nodes: readonly NetworkNode[]): NetworkNode[] {
  return nodes.flatMap((node): NetworkNode[] => {
    if (node.op !== "leakyRelu") return [node];
    const channels = channelsOf(nodes, node.input);
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

/** Channels of `tensor` where it is a pooled convolution or a sum of convolutions. */
function channelsOf(nodes: readonly NetworkNode[], tensor: string): number | undefined {
  const find = (name: string) => nodes.find(({ output }) => output === name);
  const node = find(tensor);
  if (node?.op !== "maxPool" && node?.op !== "add") return undefined;
  const from = find(node.op === "add" ? node.inputs[0] : node.input);
  return from?.op === "convolution" ? from.filters.shape[3] : undefined;
}

import { describe, expect, it } from "vitest";
import STEADY_CHANNELS from "../../src/models/steady-channels.json" with { type: "json" };
import { defaultNetworksDir } from "../../src/runtime/onnx/export.js";
import { findSteadyChannels } from "./steady-channels.js";

type Recorded = Readonly<Record<string, Readonly<Record<string, number>>>>;

describe("the steady channels of the skim", () => {
  it("are those that the sample photos show, a quarter of each layer", async () => {
    const found = (await findSteadyChannels(defaultNetworksDir)) as Recorded;
    const recorded: Recorded = STEADY_CHANNELS;
    expect(Object.entries(found).map(([layer, steady]) => [layer, Object.keys(steady).length])).toEqual([
      ["conv2", 16],
      ["conv3", 32],
      ["conv4", 64],
      ["conv5", 128],
    ]);
    // Another processor adds in another order, so one channel in a hundred may change places with its neighbour.
    for (const [layer, steady] of Object.entries(found)) {
      const same = Object.keys(steady).filter((channel) => channel in recorded[layer]!);
      expect(same.length).toBeGreaterThanOrEqual(0.98 * Object.keys(steady).length);
      for (const channel of same) expect(Math.abs(steady[channel]! - recorded[layer]![channel]!)).toBeLessThan(0.001);
    }
  }, 180_000);
});

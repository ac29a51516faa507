import { beforeAll, describe, expect, it } from "vitest";
import { syntheticPeople } from "../../../test/synthetic-people.js";
import { cpuTensorFlow } from "../../../test/tensorflow.js";
import { seededRandom } from "../../calibration/seeded-random.js";
import type { TensorFlow } from "../../runtime/tfjs/tensorflow.js";
import { groupByPerson } from "../labelled-embedding.js";
import { mineBatchHard } from "../triplets/mine-batch-hard.js";
import { meanLoss } from "../triplets/reducers.js";
import { identityWeights } from "./linear-head.js";
import { sampleBatches } from "./sample-batches.js";
import { type EpochProgress, type HeadTrainingOptions, trainHead } from "./train-head.js";

const DIMENSION = 6;
const people = syntheticPeople({
  people: 20,
  photosOf: (person) => 1 + (person % 4),
  dimension: DIMENSION,
  nuisance: 1,
  noise: 0.1,
  seed: 1,
});

describe("sampleBatches", () => {
  const options = { peoplePerBatch: 6, photosPerPerson: 3 };

  it("takes everybody once an epoch, with some photos of theirs", () => {
    const batches = sampleBatches(people, { ...options, random: seededRandom(1) });
    expect(batches.map((batch) => groupByPerson(batch).size)).toEqual([6, 6, 6, 2]);
    const taken = groupByPerson(batches.flat());
    for (const [personId, photos] of groupByPerson(people)) {
      const own = taken.get(personId)!;
      expect(own).toHaveLength(Math.min(3, photos.length));
      expect(new Set(own).size).toBe(own.length);
      for (const photo of own) expect(photos).toContain(photo);
    }
  });

  it("mixes anew each time", () => {
    const random = seededRandom(1);
    const first = sampleBatches(people, { ...options, random });
    expect(sampleBatches(people, { ...options, random })).not.toEqual(first);
  });
});

describe("trainHead", () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    tf = await cpuTensorFlow();
  });

  const train = (overrides: Partial<HeadTrainingOptions> = {}) =>
    trainHead(tf, people, {
      mine: mineBatchHard,
      reduce: meanLoss,
      margin: 0.2,
      identityPull: 1e-3,
      learningRate: 0.01,
      peoplePerBatch: 10,
      photosPerPerson: 3,
      maxEpochs: 12,
      patience: 12,
      random: seededRandom(1),
      validate: () => 0,
      ...overrides,
    });
  /** A validation that gives these values in turn: first that of the identity, then one an epoch. */
  const inTurn = (values: number[]) => {
    const seen: Float32Array[] = [];
    const validate = (weights: Float32Array) => {
      seen.push(weights.slice());
      return values[seen.length - 1]!;
    };
    return { seen, validate };
  };

  it("lowers the loss", () => {
    const losses: number[] = [];
    train({ maxEpochs: 40, patience: 40, onEpoch: ({ loss }) => losses.push(loss) });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(losses.slice(-5))).toBeLessThan(0.7 * mean(losses.slice(0, 5)));
  });

  it("begins at the identity and keeps the epoch that validates best", () => {
    const { seen, validate } = inTurn([5, 4, 6, 2, 3, 2, 7]);
    const result = train({ maxEpochs: 6, validate });
    expect(seen[0]).toEqual(identityWeights(DIMENSION));
    expect(result).toEqual({ weights: seen[3], bestEpoch: 3, epochs: 6 });
  });

  it("stops when so many epochs in a row were no better", () => {
    const { validate } = inTurn([5, 4, 4, 3, 3, 9, 3, 0]);
    expect(train({ patience: 3, validate })).toMatchObject({ bestEpoch: 3, epochs: 6 });
  });

  it("gives the identity back when nothing was better", () => {
    expect(train({ patience: 2, validate: () => 1 })).toEqual({
      weights: identityWeights(DIMENSION),
      bestEpoch: 0,
      epochs: 2,
    });
  });

  it("reports each epoch", () => {
    const { validate } = inTurn([5, 4, 6]);
    const reports: EpochProgress[] = [];
    train({ maxEpochs: 2, validate, onEpoch: (progress) => reports.push(progress) });
    expect(reports).toEqual([
      { epoch: 1, maxEpochs: 2, loss: expect.any(Number), validation: 4, best: { epoch: 1, validation: 4 } },
      { epoch: 2, maxEpochs: 2, loss: expect.any(Number), validation: 6, best: { epoch: 1, validation: 4 } },
    ]);
  });

  it("repeats itself bit for bit", () => {
    const validate = () => {
      let next = 9;
      return () => next--;
    };
    expect(train({ validate: validate() })).toEqual(train({ validate: validate() }));
  });

  it("stays at the identity under a strong pull", () => {
    const { seen, validate } = inTurn(Array.from({ length: 31 }, (_, i) => -i));
    train({ maxEpochs: 30, patience: 30, identityPull: 100, learningRate: 1e-3, validate });
    const identity = identityWeights(DIMENSION);
    seen.at(-1)!.forEach((value, i) => {
      expect(Math.abs(value - identity[i]!)).toBeLessThan(0.01);
    });
  });

  it("leaves no tensor behind, also when it fails", () => {
    const before = tf.memory().numTensors;
    train();
    expect(() => train({ learningRate: Number.NaN })).toThrow("the loss is NaN in epoch 1");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses to train on nobody", () => {
    expect(() => trainHead(tf, [], {} as HeadTrainingOptions)).toThrow("nothing to train on");
  });
});

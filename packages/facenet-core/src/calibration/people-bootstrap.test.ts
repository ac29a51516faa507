import { describe, expect, it } from "vitest";
import { type OperatingPoint, operatingPoints, type VerificationTrials, weightedPoints } from "./fnmr-at-fmr.js";
import { impostorPairs } from "./impostor-pairs.js";
import { drawPeople, fnmrGains, fnmrIntervals, rocIntervals } from "./people-bootstrap.js";
import { quantile } from "./quantile.js";
import { areaUnderRoc, equalErrorRate, NO_COMPARISON, rocCurve } from "./roc.js";
import { seededRandom } from "./seeded-random.js";

/** Two rows a person and three genuine comparisons, none for one of them; on a coarse grid, so that ties are common. */
function someTrials(people: number): VerificationTrials {
  const random = seededRandom(5);
  const rowPeople = Array.from({ length: 2 * people }, (_, row) => row >> 1);
  const values = Float32Array.from({ length: 2 * rowPeople.length }, () => Math.round(random() * 8) / 8);
  const owners = Array.from({ length: 3 * people }, (_, i) => Math.floor(i / 3)).filter((person) => person !== 2);
  const distances = owners.map((_, i) => (i === 4 ? NO_COMPARISON : Math.round(random() * 8) / 16));
  return {
    genuine: { distances, people: owners },
    impostors: impostorPairs({ dimension: 2, values, people: rowPeople }, { share: 1, pairs: 0 }),
    rowPeople,
    people,
  };
}

/** The definition, on comparisons written out as often as they count. */
function naivePoint(
  genuine: readonly number[],
  impostors: readonly number[],
  fmr: number,
): Omit<OperatingPoint, "fmr"> {
  const ascending = [...impostors].sort((a, b) => a - b);
  const within = ascending.filter(
    (cut) => ascending.filter((d) => d <= cut).length <= Math.floor(fmr * ascending.length),
  );
  const distance = within.at(-1) ?? (ascending[0]! > 0 ? ascending[0]! * (1 - 2 ** -25) : -1);
  const falseNonMatches = genuine.filter((d) => d > distance).length;
  return { distance, falseMatches: within.length, fnmr: falseNonMatches / genuine.length, falseNonMatches };
}

describe("people drawn with replacement", () => {
  const trials = someTrials(9);
  const fmrs = [0.3, 0.1, 0.02, 0.001];
  const copiesOf = (values: ArrayLike<number>, times: (i: number) => number) =>
    Array.from(values, (value, i) => new Array<number>(times(i)).fill(value)).flat();

  it("are as many as there are, and repeat with the seed", () => {
    const copies = drawPeople(50, seededRandom(7));
    expect(copies.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(drawPeople(50, seededRandom(7))).toEqual(copies);
    expect(drawPeople(50, seededRandom(8))).not.toEqual(copies);
  });

  it("give the rates of comparisons written out as often as they count", () => {
    const random = seededRandom(11);
    const { genuine, impostors, rowPeople } = trials;
    const { distances, first, second } = impostors.nearest;
    const directly: number[][] = fmrs.map(() => []);
    for (let replicate = 0; replicate < 60; replicate++) {
      const copies = drawPeople(trials.people, random);
      const genuineList = copiesOf(genuine.distances, (i) => copies[genuine.people[i]!]!);
      const impostorList = copiesOf(distances, (i) => copies[rowPeople[first[i]!]!]! * copies[rowPeople[second[i]!]!]!);
      const weights = {
        genuine: Array.from(genuine.people, (person) => copies[person]!),
        rows: Array.from(rowPeople, (person) => copies[person]!),
      };
      weightedPoints(trials, fmrs, weights).forEach((point, at) => {
        const { fmr, ...rest } = point;
        expect(rest).toEqual(naivePoint(genuineList, impostorList, fmr));
        directly[at]!.push(point.fnmr);
      });
    }
    const intervals = fnmrIntervals(trials, fmrs, { replicates: 60, random: seededRandom(11) });
    intervals.forEach(({ low, high }, at) => {
      const ascending = directly[at]!.sort((a, b) => a - b);
      expect(low).toBeCloseTo(quantile(ascending, 0.025), 12);
      expect(high).toBeCloseTo(quantile(ascending, 0.975), 12);
    });
  });

  it("bound what was measured on all of them", () => {
    const points = operatingPoints(trials, fmrs);
    const intervals = fnmrIntervals(trials, fmrs, { replicates: 300, random: seededRandom(1) });
    points.forEach(({ fnmr }, at) => {
      expect(intervals[at]!.low).toBeLessThanOrEqual(fnmr);
      expect(intervals[at]!.high).toBeGreaterThanOrEqual(fnmr);
    });
  });

  it("do not turn no errors among few people into certainty", () => {
    const apart = Array.from({ length: 9 }, (_, person) => person);
    const rows = { dimension: 1, values: Float32Array.from(apart), people: apart };
    const perfect = {
      genuine: { distances: [0.1, 0.1, 0.1], people: [0, 1, 1] },
      impostors: impostorPairs(rows, { share: 1, pairs: 0 }),
      rowPeople: apart,
      people: 9,
    };
    const [interval] = fnmrIntervals(perfect, [0.1], { replicates: 20, random: seededRandom(1) });
    expect(interval!.low).toBe(0);
    expect(interval!.high).toBeCloseTo(0.842, 3); // Clopper-Pearson, 0 of 2 people
  });

  it("give the area and the equal error rate of listed pairs written out", () => {
    const first = [0, 1, 2, 3, 4, 5, 6, 7];
    const second = [1, 2, 3, 4, 5, 6, 7, 8];
    const distances = [0.5, 0.6, 0.4, 0.7, 0.45, 0.9, 0.3, 0.55];
    const { genuine, people } = trials;
    const random = seededRandom(4);
    const areas: number[] = [];
    const rates: number[] = [];
    while (areas.length < 40) {
      const copies = drawPeople(people, random);
      const impostorList = copiesOf(distances, (i) => copies[first[i]!]! * copies[second[i]!]!);
      if (impostorList.length === 0) continue;
      const curve = rocCurve(
        copiesOf(genuine.distances, (i) => copies[genuine.people[i]!]!),
        impostorList,
      );
      areas.push(areaUnderRoc(curve));
      rates.push(equalErrorRate(curve));
    }
    const options = { replicates: 40, random: seededRandom(4) };
    const intervals = rocIntervals(genuine, { distances, first, second }, people, options);
    areas.sort((a, b) => a - b);
    rates.sort((a, b) => a - b);
    expect(intervals.auc.low).toBeCloseTo(quantile(areas, 0.025), 12);
    expect(intervals.auc.high).toBeCloseTo(quantile(areas, 0.975), 12);
    expect(intervals.eer.low).toBeCloseTo(quantile(rates, 0.025), 12);
    expect(intervals.eer.high).toBeCloseTo(quantile(rates, 0.975), 12);
  });
});

describe("fnmrGains", () => {
  const before = someTrials(9);
  const bootstrap = () => ({ replicates: 200, random: seededRandom(3) });
  const fmrs = [0.3, 0.1];
  const closer = (by: number): VerificationTrials => ({
    ...before,
    genuine: { ...before.genuine, distances: Array.from(before.genuine.distances, (distance) => distance * by) },
  });

  it("is nothing, without any doubt, between a model and itself", () => {
    expect(fnmrGains(before, before, fmrs, bootstrap())).toEqual(
      fmrs.map((fmr) => ({ fmr, gain: 0, low: 0, high: 0 })),
    );
  });

  it("is what one has less than the other, the other way round with the opposite sign", () => {
    const after = closer(0.25);
    const rates = (trials: VerificationTrials) => operatingPoints(trials, fmrs).map(({ fnmr }) => fnmr);
    const gains = fnmrGains(before, after, fmrs, bootstrap());
    gains.forEach(({ gain, low, high }, i) => {
      expect(gain).toBeCloseTo(rates(before)[i]! - rates(after)[i]!, 12);
      expect(gain).toBeGreaterThan(0);
      expect(low).toBeLessThanOrEqual(gain);
      expect(high).toBeGreaterThanOrEqual(gain);
    });
    const losses = fnmrGains(after, before, fmrs, bootstrap());
    losses.forEach(({ gain, low, high }, i) => {
      expect(-gain).toBe(gains[i]!.gain);
      expect(-high).toBeCloseTo(gains[i]!.low, 12);
      expect(-low).toBeCloseTo(gains[i]!.high, 12);
    });
  });
});

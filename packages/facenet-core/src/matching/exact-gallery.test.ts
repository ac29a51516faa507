import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { awkwardVector } from "../../test/awkward-vectors.js";
import { gaussian } from "../../test/gaussian.js";
import { NaiveGallery } from "../../test/naive-gallery.js";
import { seededRandom } from "../calibration/seeded-random.js";
import { ModelMismatchError } from "../embedding/model-identity.js";
import { normalized } from "../vector/index.js";
import { ExactGallery } from "./exact-gallery.js";
import { openScan } from "./scan-kernel.js";
import { Segment } from "./segment.js";

/** Node's own types leave it out. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { validate(bytes: Uint8Array): boolean; Memory: new (pages: object) => object };
};
const MODEL = "test-model";
const probeOf = (values: Float32Array) => ({ modelId: MODEL, values });
const unit = (dimension: number, random: () => number) =>
  normalized(Float32Array.from({ length: dimension }, () => gaussian(random)));

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** In the place of what takes memory. */
class Exhausted {
  constructor() {
    throw new RangeError("could not allocate memory");
  }
}

/** A random history of one gallery, with searches in between. Ids do not sort as they are numbered. */
function history(dimension: number) {
  const vectors = fc.array(awkwardVector(dimension), { maxLength: 4 });
  const change = fc.record({ person: fc.integer({ min: 0, max: 11 }), vectors });
  const search = fc.record({ probe: awkwardVector(dimension), k: fc.integer({ min: 1, max: 20 }) });
  return fc.array(fc.oneof({ arbitrary: change, weight: 2 }, { arbitrary: search, weight: 1 }), {
    maxLength: 60,
    size: "max",
  });
}

function follow(Gallery: typeof ExactGallery, dimension: number, numRuns: number): void {
  fc.assert(
    fc.property(history(dimension), (steps) => {
      const gallery = new Gallery(MODEL, dimension);
      const oracle = new NaiveGallery();
      for (const [number, step] of steps.entries()) {
        if ("probe" in step) {
          expect(gallery.search(probeOf(step.probe), step.k)).toEqual(oracle.search(step.probe, step.k));
        } else {
          const templates = step.vectors.map((vector, i) => ({ templateId: `${number}-${i}`, vector }));
          gallery.replacePerson(`p${step.person}`, templates);
          oracle.replacePerson(`p${step.person}`, templates);
        }
        expect(gallery.size).toBe(oracle.size);
      }
    }),
    { numRuns },
  );
}

/** People of one to four templates, enough of them for several blocks, or several segments where the dimension is large. */
function fill(galleries: Pick<ExactGallery, "replacePerson">[], count: number, next: () => Float32Array): void {
  for (let row = 0, person = 0; row < count; person++) {
    const templates = Array.from({ length: 1 + (person % 4) }, () => ({ templateId: `t${row++}`, vector: next() }));
    for (const gallery of galleries) gallery.replacePerson(`p${person}`, templates);
  }
}

describe("ExactGallery", () => {
  it.each([
    [1, 60],
    [2, 60],
    [16, 60],
    [17, 60],
    [128, 60],
    [192, 40],
    [4096, 10],
  ])("answers as a loop over all rows does, through any history of changes (dimension %i)", (dimension, numRuns) => {
    follow(ExactGallery, dimension, numRuns);
  });

  it.each([
    ["random unit vectors", (random: () => number) => () => unit(128, random)],
    [
      "people whose templates are close together",
      (random: () => number) => {
        let person = unit(128, random);
        return () => {
          if (random() < 0.3) person = unit(128, random);
          return normalized(person.map((value) => value + 0.03 * gaussian(random)));
        };
      },
    ],
  ])("answers as a loop over all rows does in a gallery of thousands: %s", (_, generator) => {
    const random = seededRandom(11);
    const next = generator(random);
    const gallery = new ExactGallery(MODEL, 128);
    const oracle = new NaiveGallery();
    fill([gallery, oracle], 5_000, next);
    for (const k of [1, 2, 5, 20, 100, 10_000]) {
      const probe = next();
      expect(gallery.search(probeOf(probe), k)).toEqual(oracle.search(probe, k));
    }
  });

  it("answers as a loop over all rows does across segments, while they come and go", () => {
    const random = seededRandom(13);
    const next = () => unit(4096, random);
    const gallery = new ExactGallery(MODEL, 4096);
    const oracle = new NaiveGallery();
    fill([gallery, oracle], 600, next);
    for (let person = 0; person < 230; person += 2) {
      for (const each of [gallery, oracle]) each.replacePerson(`p${person}`, []);
      if (person % 20 > 0) continue;
      const probe = next();
      expect(gallery.search(probeOf(probe), 7)).toEqual(oracle.search(probe, 7));
    }
    fill([gallery, oracle], 300, next);
    const probe = next();
    expect(gallery.search(probeOf(probe), 7)).toEqual(oracle.search(probe, 7));
  });

  it.each([
    ["equal to each other", unit(16, seededRandom(1)), unit(16, seededRandom(2))],
    ["equal to the probe", unit(16, seededRandom(1)), unit(16, seededRandom(1))],
    ["zero, as is the probe", new Float32Array(16), new Float32Array(16)],
  ])("goes by person id alone when all templates are %s", (_, vector, probe) => {
    const gallery = new ExactGallery(MODEL, 16);
    const oracle = new NaiveGallery();
    fill([gallery, oracle], 500, () => vector);
    for (const k of [1, 5, 1_000]) expect(gallery.search(probeOf(probe), k)).toEqual(oracle.search(probe, k));
  });

  it("compares few of the rows", () => {
    const random = seededRandom(17);
    const gallery = new ExactGallery(MODEL, 128);
    fill([gallery], 5_000, () => unit(128, random));
    const compare = vi.spyOn(Segment.prototype, "squaredEuclideanTo");
    gallery.search(probeOf(unit(128, random)), 5);
    expect(compare.mock.calls.length).toBeGreaterThanOrEqual(5);
    expect(compare.mock.calls.length).toBeLessThan(150);
  });

  it("returns people, not templates, and orders ties by person id", () => {
    const gallery = new ExactGallery(MODEL, 2);
    const [near, far] = [Float32Array.of(0.9, 0.1), Float32Array.of(0.5, 0.5)];
    gallery.replacePerson("b", [
      { templateId: "b1", vector: far },
      { templateId: "b2", vector: near },
    ]);
    gallery.replacePerson("a", [{ templateId: "a1", vector: near }]);
    expect(
      gallery.search(probeOf(Float32Array.of(1, 0)), 10).map((hit) => `${hit.personId}/${hit.templateId}`),
    ).toEqual(["a/a1", "b/b2"]);
  });

  it("keeps its own copy of a template", () => {
    const gallery = new ExactGallery(MODEL, 2);
    const vector = Float32Array.of(1, 0);
    gallery.replacePerson("a", [{ templateId: "a1", vector }]);
    vector[0] = 0;
    expect(gallery.search(probeOf(Float32Array.of(1, 0)), 1)[0]!.distance).toBe(0);
  });

  it("finds nobody in an empty gallery, nor when nobody is asked for", () => {
    const gallery = new ExactGallery(MODEL, 2);
    expect(gallery.search(probeOf(Float32Array.of(1, 0)), 5)).toEqual([]);
    gallery.replacePerson("a", [{ templateId: "a1", vector: Float32Array.of(1, 0) }]);
    expect(gallery.search(probeOf(Float32Array.of(1, 0)), 0)).toEqual([]);
  });

  it("refuses other models and other dimensions", () => {
    const gallery = new ExactGallery(MODEL, 2);
    const search = (modelId: string, ...values: number[]) =>
      gallery.search({ modelId, values: Float32Array.from(values) }, 1);
    expect(() => search("other", 1, 0)).toThrow(ModelMismatchError);
    expect(() => search(MODEL, 1, 0, 0)).toThrow(/dimension/);
    expect(() => gallery.replacePerson("a", [{ templateId: "x", vector: Float32Array.of(1) }])).toThrow(/expected 2/);
  });

  it.each([0, -1, 1.5, 4097, Number.NaN])("refuses to be of dimension %d", (dimension) => {
    expect(() => new ExactGallery(MODEL, dimension)).toThrow(/whole number from 1 to 4096/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "refuses %d, and stays as it was",
    (value) => {
      const gallery = new ExactGallery(MODEL, 2);
      const good = { templateId: "good", vector: Float32Array.of(1, 0) };
      gallery.replacePerson("a", [good]);
      const bad = { templateId: "bad", vector: Float32Array.of(0, value) };
      expect(() => gallery.replacePerson("a", [good, bad])).toThrow(/not finite/);
      expect(() => gallery.search(probeOf(bad.vector), 1)).toThrow(/not finite/);
      expect(gallery.search(probeOf(good.vector), 5)).toEqual([{ personId: "a", templateId: "good", distance: 0 }]);
    },
  );

  it("stays as it was when there is no memory for more", () => {
    const random = seededRandom(19);
    const gallery = new ExactGallery(MODEL, 4096);
    fill([gallery], 255, () => unit(4096, random));
    const probe = probeOf(unit(4096, random));
    const before = gallery.search(probe, 20);
    const size = gallery.size;
    const templates = Array.from({ length: 10 }, (_, i) => ({ templateId: `new${i}`, vector: unit(4096, random) }));
    vi.stubGlobal("Float32Array", Exhausted);
    expect(() => gallery.replacePerson(before[0]!.personId, templates)).toThrow(RangeError);
    vi.unstubAllGlobals();
    expect(gallery.size).toBe(size);
    expect(gallery.search(probe, 20)).toEqual(before);
  });
});

describe("ExactGallery without WebAssembly SIMD", () => {
  it.each([
    ["no WebAssembly at all", () => vi.stubGlobal("WebAssembly", undefined)],
    ["a WebAssembly that does not know SIMD", () => vi.spyOn(WebAssembly, "validate").mockReturnValue(false)],
  ])("gives the same answers: %s", async (_, hobble) => {
    hobble();
    const [{ ExactGallery: Hobbled }, kernel] = await Promise.all([
      import("./exact-gallery.js"),
      import("./scan-kernel.js"),
    ]);
    expect(kernel.openScan(1)).toBeUndefined();
    follow(Hobbled, 17, 60);
  });

  it("gives the same answers when address space ends between one segment and the next", () => {
    const random = seededRandom(23);
    const gallery = new ExactGallery(MODEL, 4096);
    const oracle = new NaiveGallery();
    fill([gallery, oracle], 250, () => unit(4096, random));
    expect(openScan(1)).toBeDefined();
    vi.spyOn(WebAssembly, "Memory").mockImplementation(Exhausted);
    expect(openScan(1)).toBeUndefined();
    const more = Array.from({ length: 40 }, (_, i) => ({ templateId: `more${i}`, vector: unit(4096, random) }));
    for (const each of [gallery, oracle]) {
      each.replacePerson("many", more);
      each.replacePerson("p3", []);
    }
    for (let i = 0; i < 5; i++) {
      const probe = unit(4096, random);
      expect(gallery.search(probeOf(probe), 4)).toEqual(oracle.search(probe, 4));
    }
  });
});

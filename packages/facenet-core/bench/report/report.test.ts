import { describe, expect, it } from "vitest";
import { besideMarkdown } from "./beside.js";
import { compareReports, comparisonText } from "./compare.js";
import { reportHtml } from "./html/page.js";
import { reportMarkdown } from "./markdown.js";
import { referenceCurveOf } from "./reference-curve-file.js";
import { type BenchReport, reportJson } from "./report.js";
import { syntheticReport } from "./synthetic-report.js";
import { reportText } from "./text.js";

const good = syntheticReport(0.4);
const poor = syntheticReport(1);

describe("compareReports", () => {
  it("finds no difference between a report and itself", () => {
    const { warnings, figures } = compareReports(good, JSON.parse(reportJson(good)));
    expect(warnings).toEqual([]);
    expect(figures.length).toBeGreaterThan(15);
    for (const { a, b, intervals } of figures) {
      expect(b).toBeCloseTo(a, 8);
      expect(intervals?.overlap ?? true).toBe(true);
    }
  });

  it("tells intervals that lie apart from those that overlap", () => {
    const { figures } = compareReports(good, poor);
    const fnmr = figures.find(({ figure }) => figure === "FNMR at FMR 1e-2")!;
    expect(fnmr.a).toBe(good.fnmrAtFmr["1e-2"].value);
    expect(fnmr.b).toBe(poor.fnmrAtFmr["1e-2"].value);
    expect(fnmr.intervals!.overlap).toBe(false);
    for (const { intervals } of figures) {
      if (!intervals) continue;
      const { a, b, overlap } = intervals;
      expect(overlap).toBe(!(a.high < b.low || b.high < a.low));
    }
  });

  it("warns where the reports are not of the same data or machine", () => {
    const elsewhere: BenchReport = { ...good, images: 7, machine: { ...good.machine, cores: 64 } };
    expect(compareReports(good, elsewhere).warnings).toEqual([
      "The reports are of different data.",
      "The reports are of different machines, so times do not compare.",
    ]);
  });

  it("leaves out what only one of them has", () => {
    const { identification, ...without } = good;
    const { figures } = compareReports(without, good);
    expect(figures.map(({ figure }) => figure)).not.toContain("1:K, rank 1");
  });

  it("is written side by side with differences", () => {
    const text = comparisonText(compareReports(good, poor), { a: "old.json", b: "new.json" });
    expect(text).toMatch(/old\.json +new\.json/);
    expect(text).toMatch(/photo to embedding, median +8\.0 ms +20\.0 ms +x 2\.50/);
    expect(text).toMatch(/FNMR at FMR 1e-2 .* points +intervals apart/);
  });
});

describe("reportHtml", () => {
  const html = reportHtml(good);

  it("has every part, and each drawing for wide and for narrow screens", () => {
    for (const title of [
      "ROC",
      "DET",
      "Distances",
      "Rejecting poor photos",
      "Search among many",
      "Time of a photo",
      "Time of a search",
    ]) {
      expect(html).toContain(`<h2>${title}</h2>`);
    }
    expect(html.match(/<div class="wide"><svg/g)).toHaveLength(6);
    expect(html.match(/<div class="narrow"><svg/g)).toHaveLength(6);
    expect(html).toContain("prefers-color-scheme: dark");
    for (const fmr of ["1e-2", "1e-3", "1e-4"]) expect(html).toContain(`<td class="strong">${fmr}</td>`);
  });

  it("needs nothing from anywhere and runs nothing", () => {
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:/);
  });

  it("draws numbers only", () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("writes what comes from outside as text", () => {
    expect(html).toContain("points &lt;on&gt; a sphere");
    expect(html).not.toContain("<on>");
  });

  it("says what a self-test and a quick run are", () => {
    const protocol = { ...good.protocol, kind: "self-test" as const, quick: true, notes: ["Only a self-test."] };
    const changes = [{ change: "dark", faces: 4, found: 3, medianDistance: 0.125 }];
    const page = reportHtml({ ...good, protocol, changes });
    expect(page).toContain('<p class="notice">Only a self-test.</p>');
    expect(page).toContain("A quick run");
    expect(page).toContain("3 of 4");
  });
});

describe("times of a busy machine", () => {
  const busy: BenchReport = { ...good, machine: { ...good.machine, load: 15 } };

  it("are called so wherever they are written", () => {
    const note = "The machine was busy with other work (load 15 on 4 cores";
    for (const written of [reportText, reportMarkdown, reportHtml]) {
      expect(written(busy)).toContain(note);
      expect(written(good)).not.toContain("busy");
    }
    expect(compareReports(good, busy).warnings).toEqual([
      "A machine was busy with other work, so times do not compare.",
    ]);
  });
});

describe("a report in words", () => {
  it("states the same figures as text and as Markdown", () => {
    for (const written of [reportText(good), reportMarkdown(good)]) {
      expect(written).toContain("points <on> a sphere");
      expect(written).toContain("8.0 ms");
      expect(written).toContain("160.0 photos");
      expect(written).not.toMatch(/NaN|undefined/);
    }
    for (const { distance } of good.curve) expect(reportMarkdown(good)).toContain(distance.toFixed(4));
  });
});

describe("referenceCurveOf", () => {
  it("carries model, counts and every point with its interval", () => {
    const curve = referenceCurveOf(good);
    expect(curve.modelId).toBe("points");
    expect(curve.impostorPairs).toBe(good.protocol.allImpostorPairs);
    expect(curve.points.map(({ fmr }) => fmr)).toEqual(good.curve.map(({ fmr }) => fmr));
    for (const [i, point] of curve.points.entries()) {
      expect(point.distance).toBeCloseTo(good.curve[i]!.distance, 5);
      expect(point.low).toBeLessThanOrEqual(point.fnmr);
      expect(point.high).toBeGreaterThanOrEqual(point.fnmr);
    }
  });
});

describe("besideMarkdown", () => {
  const times = { medianMs: 20, p95Ms: 30 };
  const machine = { cpu: "a processor", cores: 2, memoryGb: 1, os: "an OS", node: "20" };

  it("shows what other packages and the search take, and how many times as long", () => {
    const contender = { name: "human" as const, title: "another package", ...times, facesFound: 8, bestAccuracy: 0.95 };
    const rates = { timesOurs: { fast: 10.25, standard: 7.5 }, bestThreshold: 1, coldStartMs: 1500, rssMb: 200 };
    const search = {
      k: 20,
      ...times,
      timesAsFastAsPlainLoop: 18.04,
      timesAsFastAsReading: 1.26,
      comparedWithPlainLoop: 9,
    };
    const peers = {
      ...({ format: "facenet-bench-peers/1", measuredAt: "", dataset: "some photos", images: 9, pairs: 6 } as const),
      ...{ contenders: [{ ...contender, ...rates }], machine: { ...machine, load: 0 } },
    };
    const text = besideMarkdown({
      peers,
      search: {
        ...{ cpu: "a processor", node: "20", dimension: 128 },
        galleries: [
          {
            ...{ vectors: "random", rows: 100_000, people: 25_000, fillMs: 1, residentMiB: 1, heapMiB: 1 },
            ...{ plainLoop: { ...times, medianMs: 361 }, readFloats: { ...times, medianMs: 25.2 }, search: [search] },
          },
        ],
      },
    }).join("\n");
    expect(text).toContain(
      "| another package | 20.0 ms | 30.0 ms | 10.3 x | 7.5 x | 8 of 9 | 95.00 % | 1.5 s | 200 MB |",
    );
    expect(text).not.toContain("busy");
    const busy = { ...peers, machine: { ...machine, load: 15 } };
    expect(besideMarkdown({ peers: busy, search: undefined }).join()).toContain("busy with other work (load 15");
    expect(text).toContain("| 100,000 | random | 20 | 20.0 ms | 361 ms | 18.0 | 25.2 ms | 1.3 |");
  });

  it("shows nothing of what was not measured", () => {
    expect(besideMarkdown({ peers: undefined, search: undefined })).toEqual([]);
  });
});

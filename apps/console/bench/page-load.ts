import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { type Figure, figureOf } from "./statistics.js";

/** What a page is loaded by. */
export interface Profile {
  readonly name: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** How many times slower than this machine. */
  readonly cpuSlowdown: number;
  /** Null: as fast as loopback is. */
  readonly network: { readonly latencyMs: number; readonly kbitPerS: number } | null;
}

export const DESKTOP: Profile = {
  ...{ name: "desktop", viewport: { width: 1280, height: 900 }, cpuSlowdown: 1, network: null },
};
/** What Lighthouse takes a phone for: slow 4G, a processor four times as slow. */
export const PHONE: Profile = {
  ...{ name: "phone", viewport: { width: 360, height: 740 }, cpuSlowdown: 4 },
  network: { latencyMs: 150, kbitPerS: 1638.4 },
};

export interface PageLoad {
  readonly page: string;
  readonly profile: string;
  /** As they came over the wire, compressed. */
  readonly scriptBytes: number;
  readonly allBytes: number;
  readonly firstPaintMs: Figure;
  /** When what the page is for was there. */
  readonly contentMs: Figure;
  /** From when on nothing kept the page from answering: its content there, and no long task for a second. */
  readonly interactiveMs: Figure;
  /** What long tasks took above 50 ms each, until then. */
  readonly blockedMs: Figure;
  /** Cumulative layout shift. */
  readonly shift: Figure;
}

interface Marks {
  content: number | undefined;
  longTasks: { start: number; ms: number }[];
  firstPaint: number | undefined;
  shift: number;
}

declare global {
  interface Window {
    benchMarks: Marks;
  }
}

const QUIET_MS = 1_000;

/** Loads a page as somebody does who was never there, `rounds` times. */
export async function measureLoad(
  newContext: (profile: Profile) => Promise<BrowserContext>,
  target: { readonly name: string; readonly path: string; readonly content: string },
  profile: Profile,
  rounds: number,
): Promise<PageLoad> {
  const loads: Awaited<ReturnType<typeof loadOnce>>[] = [];
  for (let round = 0; round < rounds; round++) {
    const context = await newContext(profile);
    loads.push(await loadOnce(await context.newPage(), target, profile));
    await context.close();
  }
  const figure = (of: (load: (typeof loads)[number]) => number) => figureOf(loads.map(of));
  return {
    ...{ page: target.name, profile: profile.name },
    scriptBytes: figure((load) => load.scriptBytes).median,
    allBytes: figure((load) => load.allBytes).median,
    firstPaintMs: figure((load) => load.firstPaintMs),
    contentMs: figure((load) => load.contentMs),
    interactiveMs: figure((load) => load.interactiveMs),
    blockedMs: figure((load) => load.blockedMs),
    shift: figure((load) => load.shift),
  };
}

async function loadOnce(page: Page, { path, content }: { path: string; content: string }, profile: Profile) {
  const devTools = await page.context().newCDPSession(page);
  const bytes = await countBytes(devTools);
  await throttle(devTools, profile);
  await page.addInitScript(observe, content);
  await page.goto(path, { waitUntil: "commit" });
  await page.waitForFunction(
    (quietMs) => {
      const { content, longTasks } = window.benchMarks;
      const last = longTasks.at(-1);
      const busyUntil = Math.max(content ?? Number.POSITIVE_INFINITY, last === undefined ? 0 : last.start + last.ms);
      return performance.now() - busyUntil > quietMs;
    },
    QUIET_MS,
    { polling: 100, timeout: 120_000 },
  );
  const {
    content: contentMs = 0,
    longTasks,
    firstPaint: firstPaintMs = 0,
    shift,
  } = await page.evaluate(() => window.benchMarks);
  const ends = longTasks.map(({ start, ms }) => start + ms);
  return {
    ...{ firstPaintMs, contentMs, shift, ...bytes() },
    interactiveMs: Math.max(contentMs, ...ends),
    blockedMs: longTasks.reduce((sum, { ms }) => sum + Math.max(0, ms - 50), 0),
  };
}

/** Runs in the page, before anything of it. */
function observe(contentSelector: string): void {
  const marks: Marks = { content: undefined, longTasks: [], firstPaint: undefined, shift: 0 };
  window.benchMarks = marks;
  const each = (type: string, see: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
  each("longtask", ({ startTime: start, duration: ms }) => marks.longTasks.push({ start, ms }));
  each("paint", ({ name, startTime }) => {
    if (name === "first-contentful-paint") marks.firstPaint = startTime;
  });
  each("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) marks.shift += value;
  });
  const look = () => {
    if (document.querySelector(contentSelector) === null) requestAnimationFrame(look);
    // In the frame after this one it has been painted.
    else requestAnimationFrame(() => setTimeout(() => (marks.content = performance.now())));
  };
  requestAnimationFrame(look);
}

async function countBytes(devTools: CDPSession): Promise<() => { scriptBytes: number; allBytes: number }> {
  const types = new Map<string, string>();
  const bytes = { scriptBytes: 0, allBytes: 0 };
  devTools.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  devTools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes.allBytes += encodedDataLength;
    if (types.get(requestId) === "Script") bytes.scriptBytes += encodedDataLength;
  });
  await devTools.send("Network.enable");
  return () => ({ ...bytes });
}

async function throttle(devTools: CDPSession, { cpuSlowdown, network }: Profile): Promise<void> {
  await devTools.send("Emulation.setCPUThrottlingRate", { rate: cpuSlowdown });
  if (network === null) return;
  const bytesPerS = (network.kbitPerS * 1000) / 8;
  await devTools.send("Network.emulateNetworkConditions", {
    ...{ offline: false, latency: network.latencyMs, downloadThroughput: bytesPerS, uploadThroughput: bytesPerS },
  });
}

import { parseArgs } from "node:util";
import { type BrowserContext, chromium } from "playwright-core";
import { FLAGS, getBrowser } from "../e2e/support/browser.js";
import { startInstance } from "./instance.js";
import { measureInteractions } from "./interactions.js";
import { DESKTOP, measureLoad, PHONE, type Profile } from "./page-load.js";
import { type ConsoleReport, toText } from "./report.js";

const { values: args } = parseArgs({
  options: {
    people: { type: "string", default: "100000" },
    rounds: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});
const people = wholeNumber("people", args.people, 1_000_000);
const rounds = wholeNumber("rounds", args.rounds, 1_000);
/** What the others are compared with: everything but the number of people is the same. */
const FEW_PEOPLE = 100;
const log = (line: string) => console.error(line);

const found = getBrowser();
if ("missing" in found) {
  log(found.missing);
  process.exit(1);
}
const instance = await startInstance([FEW_PEOPLE, people], log);
const browser = await chromium.launch({ executablePath: found.path, args: FLAGS, headless: true });
try {
  const [fewSite = "", manySite = ""] = instance.siteIds;
  const contextOf = async (siteId: string | null, profile: Profile): Promise<BrowserContext> => {
    const { viewport } = profile;
    const context = await browser.newContext({ viewport, baseURL: instance.url, locale: "en-GB" });
    if (siteId !== null) {
      await context.addCookies([...instance.cookies]);
      await context.addInitScript((id) => window.localStorage.setItem("facenet-site", id), siteId);
    }
    return context;
  };
  const report: ConsoleReport = {
    browser: browser.version(),
    people,
    fewPeople: FEW_PEOPLE,
    rounds,
    loads: [],
    tables: [],
  };
  for (const profile of [DESKTOP, PHONE]) {
    for (const { siteId, ...target } of [
      { name: "sign-in", path: "/sign-in", content: "form button[type=submit]", siteId: null },
      { name: `people, ${FEW_PEOPLE}`, path: "/people", content: "tbody tr", siteId: fewSite },
      { name: `people, ${people}`, path: "/people", content: "tbody tr", siteId: manySite },
    ]) {
      log(`${profile.name}: ${target.name}`);
      report.loads.push(await measureLoad((as) => contextOf(siteId, as), target, profile, rounds));
    }
  }
  for (const [siteId, count] of [
    [fewSite, FEW_PEOPLE],
    [manySite, people],
  ] as const) {
    const context = await contextOf(siteId, DESKTOP);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const interactions = await measureInteractions(page, rounds, (name) => log(`${count} people: ${name}`));
    report.tables.push({ people: count, interactions });
    await context.close();
  }
  console.log(args.json ? JSON.stringify(report, null, 2) : toText(report));
} finally {
  await browser.close();
  await instance.stop();
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  log(`--${name} takes a whole number from 1 to ${most}, not ${text}`);
  process.exit(2);
}

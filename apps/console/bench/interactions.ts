import type { Page } from "playwright-core";
import { type Figure, figureOf } from "./statistics.js";

export interface Interaction {
  readonly name: string;
  /** From the input to the frame in which the table shows what was asked for. */
  readonly shownMs: Figure;
}

interface Step {
  readonly name: string;
  /** The input that is timed. */
  act(page: Page): Promise<void>;
}

const heading = (name: RegExp) => (page: Page) => page.getByRole("columnheader", { name }).getByRole("button").click();
const choose = (label: string, option: string) => async (page: Page) => {
  await page.getByRole("search").getByLabel(label).selectOption({ label: option });
};
const search = (text: string) => async (page: Page) => {
  await page.getByRole("searchbox").fill(text);
};

/** What people do with the table, each from the first page of the whole list. */
const STEPS: readonly Step[] = [
  { name: "sort by name", act: heading(/^Name/) },
  { name: "sort by date", act: heading(/^Added/) },
  { name: "only who is suspended", act: choose("State", "Suspended") },
  { name: "only whose consent expired", act: choose("Consent", "Expired") },
  { name: "only with a tag", act: choose("Tag", "staff") },
  { name: "search for a name that many have", act: search("lovelace") },
  { name: "search for one person", act: search("hopper 9") },
  { name: "show more", act: (page) => page.getByRole("button", { name: "Show more" }).click() },
  { name: "select all on the page", act: (page) => page.getByLabel("Select all").check() },
];

export async function measureInteractions(
  page: Page,
  rounds: number,
  each: (name: string) => void,
): Promise<readonly Interaction[]> {
  await page.addInitScript(defineTable);
  const interactions: Interaction[] = [];
  for (const { name, act } of STEPS) {
    each(name);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await beginAnew(page);
      await page.evaluate(() => window.benchTable.begin());
      await act(page);
      times.push(await page.evaluate(() => window.benchTable.answered()));
    }
    interactions.push({ name, shownMs: figureOf(times) });
  }
  return interactions;
}

/**
 * What was shown once is kept for a while, so the page is loaded for every round. Another filter, on and off, has it do
 * once what it does first: what is timed is the table at work.
 */
async function beginAnew(page: Page): Promise<void> {
  await page.goto("/people");
  await page.locator("tbody tr").first().waitFor();
  const whole = await page.evaluate(() => window.benchTable.shown());
  await choose("Consent", "None on record")(page);
  await page.waitForFunction((text) => ![text, null].includes(window.benchTable.shown()), whole);
  await choose("Consent", "Any")(page);
  await page.waitForFunction((text) => window.benchTable.shown() === text, whole);
  await page.waitForTimeout(SETTLING_MS);
}

/** What comes late, such as the count of people, must not be in the way of the next round. */
const SETTLING_MS = 1_000;

interface TableWatch {
  /** What the table shows; null while it waits for something else. */
  shown(): string | null;
  /** From now on the next input counts. */
  begin(): void;
  /** Milliseconds from that input to the frame in which the table had changed. */
  answered(): Promise<number>;
}

declare global {
  interface Window {
    benchTable: TableWatch;
  }
}

/** Runs in the page, before anything of it. Times are the browser's own: what the driver takes is not in them. */
function defineTable(): void {
  let before: string | null;
  let began: number | undefined;
  let done: Promise<number>;
  const note = (event: Event) => {
    began ??= event.timeStamp;
  };
  for (const type of ["click", "input"]) document.addEventListener(type, note, { capture: true });
  const shown = () => {
    const body = document.querySelector("tbody");
    if (body === null || body.closest("[aria-busy=true]") !== null) return null;
    return `${body.textContent}${[...body.querySelectorAll("input")].map(({ checked }) => checked).join()}`;
  };
  window.benchTable = {
    shown,
    begin: () => {
      before = shown();
      began = undefined;
      done = new Promise((resolve) => {
        const look = () => {
          const now = shown();
          if (began === undefined || now === null || now === before) requestAnimationFrame(look);
          // This frame paints it, before anything else is done.
          else setTimeout(() => resolve(performance.now() - (began ?? 0)));
        };
        requestAnimationFrame(look);
      });
    },
    answered: () => done,
  };
}

import type { Locator, Page } from "playwright-core";
import { type Figure, figureOf } from "./statistics.js";

export interface Interaction {
  readonly name: string;
  /** From the input to the frame in which the table shows what was asked for. */
  readonly shownMs: Figure;
}

/** Gets hold of what is needed, and gives the input itself, so that looking for things is not timed. */
type Aim = (page: Page) => Promise<() => Promise<void>>;

const press =
  (find: (page: Page) => Locator): Aim =>
  async (page) => {
    const target = find(page);
    await target.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    return () => page.mouse.click(x + width / 2, y + height / 2);
  };
const sortBy = (name: RegExp) => press((page) => page.getByRole("columnheader", { name }).getByRole("button"));
const choose =
  (label: string, option: string): Aim =>
  async (page) => {
    const select = await page.getByRole("search").getByLabel(label).elementHandle();
    return async () => {
      await select?.evaluate((element, text) => {
        if (!(element instanceof HTMLSelectElement)) return;
        element.value = [...element.options].find(({ label }) => label === text)?.value ?? "";
        element.dispatchEvent(new Event("change", { bubbles: true }));
      }, option);
    };
  };
const search =
  (text: string): Aim =>
  async (page) => {
    await page.getByRole("searchbox").focus();
    return () => page.keyboard.insertText(text);
  };

/** What people do with the table, each from the first page of the whole list. */
const STEPS: readonly { readonly name: string; readonly aim: Aim }[] = [
  { name: "sort by name", aim: sortBy(/^Name/) },
  { name: "sort by date", aim: sortBy(/^Added/) },
  { name: "only who is suspended", aim: choose("State", "Suspended") },
  { name: "only whose consent expired", aim: choose("Consent", "Expired") },
  { name: "only with a tag", aim: choose("Tag", "staff") },
  { name: "search for a name that many have", aim: search("lovelace") },
  { name: "search that few match", aim: search("hopper 9") },
  { name: "show more", aim: press((page) => page.getByRole("button", { name: "Show more" })) },
  { name: "select all on the page", aim: press((page) => page.getByLabel("Select all")) },
];

export async function measureInteractions(
  page: Page,
  rounds: number,
  each: (name: string) => void,
): Promise<readonly Interaction[]> {
  await page.addInitScript(defineTable);
  const interactions: Interaction[] = [];
  for (const { name, aim } of STEPS) {
    each(name);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await beginAnew(page);
      const act = await aim(page);
      await page.evaluate(() => window.benchTable.begin());
      await act();
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
  await (await choose("Consent", "None on record")(page))();
  await page.waitForFunction((text) => ![text, null].includes(window.benchTable.shown()), whole);
  await (await choose("Consent", "Any")(page))();
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
  for (const type of ["click", "input", "change"]) document.addEventListener(type, note, { capture: true });
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

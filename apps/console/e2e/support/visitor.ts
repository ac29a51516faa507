import { createHmac } from "node:crypto";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { FLAGS, getBrowser } from "./browser";
import type { Stack } from "./stack";

export const OWNER = { name: "Grace Hopper", email: "grace@example.org", password: "a password to be tested" };

/** Where pictures of the pages go, for a person to look at; none are made without it. */
const SCREENSHOTS = process.env.CONSOLE_SCREENSHOTS;

const found = getBrowser();
export const noBrowser = "missing" in found ? found.missing : undefined;
if (noBrowser !== undefined) {
  const words = `NOT RUN: the tests in a browser. ${noBrowser}.`;
  // Whoever asks for all of it must not be told that all is well.
  if (process.env.REQUIRE_BROWSER === "true") throw new Error(words);
  process.stderr.write(`\n${words}\n\n`);
}

export async function openBrowser(...flags: string[]): Promise<Browser> {
  if ("missing" in found) throw new Error(found.missing);
  return chromium.launch({ executablePath: found.path, args: [...FLAGS, ...flags], headless: true });
}

/** Somebody at a browser. Whatever the page complains about is kept, and must be nothing in the end. */
export class Visitor {
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly stack: Stack,
  ) {}

  static async come(browser: Browser, stack: Stack, options: { locale?: string; phone?: boolean } = {}) {
    const context = await browser.newContext({
      viewport: options.phone ? { width: 360, height: 740 } : { width: 1280, height: 900 },
      locale: options.locale ?? "en-GB",
      colorScheme: "light",
      baseURL: stack.url,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const visitor = new Visitor(context, page, stack);
    page.on("console", (message) => {
      // Browsers report every answer of 400 and above, expected or not.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        visitor.complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => visitor.complaints.push(error.message));
    return visitor;
  }

  /** Follows the printed link and becomes the owner. */
  async setUp(): Promise<void> {
    const { page } = this;
    await page.goto(this.stack.setUpLink);
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("E-mail address").fill(OWNER.email);
    await page.getByLabel(/^Password/).fill(OWNER.password);
    await page.getByRole("button", { name: "Become the owner" }).click();
    await page.getByRole("navigation").waitFor();
  }

  async signIn({ email, password } = OWNER): Promise<void> {
    const { page } = this;
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  /** By the menu, as people go. */
  async goTo(name: string, heading = name): Promise<void> {
    await this.page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await this.page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  }

  /** No serious or critical violation of accessibility rules; those of colours in light and dark. */
  async expectAccessible(): Promise<void> {
    for (const colorScheme of ["dark", "light"] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // Colours change over some milliseconds.
      await this.page.waitForTimeout(250);
      let grave = await this.graveViolations(colorScheme);
      // A message that is just going away has hardly a colour left; what is wrong with the page is so a second later too.
      if (grave.length > 0) {
        await this.page.waitForTimeout(1000);
        grave = await this.graveViolations(colorScheme);
      }
      expect(grave, `${this.page.url()}, ${colorScheme}`).toEqual([]);
    }
  }

  private async graveViolations(colorScheme: "dark" | "light"): Promise<string[]> {
    const axe = new AxeBuilder({ page: this.page });
    const { violations } = await (colorScheme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  }

  /** Nothing is cut off on a phone, and nothing has to be scrolled sideways but tables. */
  async expectToFit(): Promise<void> {
    const { scrollWidth, clientWidth } = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth, this.page.url()).toBeLessThanOrEqual(clientWidth);
  }

  async shoot(name: string): Promise<void> {
    if (!SCREENSHOTS) return;
    const before = this.page.viewportSize();
    for (const [device, width, height] of [
      ["wide", 1920, 1080],
      ["desktop", 1280, 900],
      ["phone", 360, 740],
    ] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        await this.page.emulateMedia({ colorScheme });
        await this.page.setViewportSize({ width, height });
        await this.page.waitForTimeout(200);
        await this.page.screenshot({ path: join(SCREENSHOTS, `${name}-${device}-${colorScheme}.png`), fullPage: true });
      }
    }
    await this.page.emulateMedia({ colorScheme: "light" });
    if (before !== null) await this.page.setViewportSize(before);
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.complaints).toEqual([]);
  }
}

/** What an authenticator app shows (RFC 6238). */
export function totp(secret: string, at = Date.now()): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/=+$/, "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

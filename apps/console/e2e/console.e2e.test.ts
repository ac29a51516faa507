import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FLAGS, getBrowser } from "./browser";
import { RunningProgram } from "./running-program";

const KEY = "console-end-to-end-key-of-the-operator";
const SAMPLES = join(dirname(createRequire(import.meta.url).resolve("@vladmandic/face-api/package.json")), "demo");
const API = fileURLToPath(new URL("../../api/dist/main.js", import.meta.url));
const CONSOLE = fileURLToPath(new URL("../scripts/serve.mjs", import.meta.url));
/** Where pictures of the pages go, for a person to look at; none are made without it. */
const SCREENSHOTS = process.env.CONSOLE_SCREENSHOTS;

const found = getBrowser();
const browserPath = "path" in found ? found.path : undefined;
const title = "missing" in found ? `console in a browser (${found.missing})` : "console in a browser";

describe.skipIf(browserPath === undefined)(title, () => {
  let dataDir: string;
  let api: RunningProgram;
  let server: RunningProgram;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "facenet-console-test-"));
    // Reachable for the user that PostgreSQL runs as when the tests run as root.
    await chmod(dataDir, 0o711);
    api = await RunningProgram.start(
      API,
      { DATA_DIR: dataDir, PORT: "0", BOOTSTRAP_API_KEY: KEY, ENGINE_THREADS: "1", LOG_LEVEL: "error" },
      /The API is ready at (\S+)\/graphql.*Ctrl-C/s,
    );
    server = await RunningProgram.start(
      CONSOLE,
      { CONSOLE_PORT: "0", API_URL: api.address, NODE_ENV: "production" },
      /Console: (\S+)/,
    );
    browser = await chromium.launch({ executablePath: browserPath ?? "", args: FLAGS, headless: true });
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("401")) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(server.address);
  });

  afterAll(async () => {
    await browser?.close();
    const ended = await server?.stop();
    await api?.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    expect(ended).toBe(0);
  });

  const answer = () => page.getByRole("status");
  const choose = (name: string, buffer: Buffer) =>
    page.locator('input[type="file"]').setInputFiles({ name, mimeType: "image/jpeg", buffer });
  const task = (label: string) => page.getByRole("radiogroup").getByText(label, { exact: true }).click();

  it("refuses a key that the API does not know", async () => {
    await page.getByLabel(/^API key/).fill("no-such-key-no-such-key-no-such-key");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The API does not know this key").waitFor();
    expect(await context.cookies()).toEqual([]);
    await shoot(page, "sign-in");
  });

  it("keeps the key where no script of the page can read it", async () => {
    await page.getByLabel(/^API key/).fill(KEY);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("No photo yet.").waitFor();
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ value: KEY, httpOnly: true, sameSite: "Strict", path: "/" }]);
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]),
    );
    expect(readable).not.toContain(KEY);
    expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual([
      "",
      0,
      0,
    ]);
    await shoot(page, "empty");
  });

  it("shows every face of a group and asks which one is meant", async () => {
    await choose("group.jpg", await sample(1).toBuffer());
    // Before anything is asked.
    const found = await page.getByText(/^\d+ faces found\./).textContent();
    await expect.poll(() => page.locator(".face-box").count()).toBe(Number.parseInt(found ?? "", 10));
    await shoot(page, "dropped");
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await answer()
      .getByText(/The photo shows \d+ faces/)
      .waitFor();
    const faces = Number(/\d+/.exec((await answer().textContent()) ?? "")?.[0]);
    expect(faces).toBeGreaterThan(1);
    expect(await page.locator(".face-box").count()).toBe(faces);
    await shoot(page, "group");
  });

  it("enrols a person from a photo that is dropped", async () => {
    await task("Enrol");
    await drop(page, "ada.jpg", await portraitOfAda().toBuffer());
    await page.getByLabel("External id").fill("ada");
    await page.getByLabel("Display name").fill("Ada Lovelace");
    await page.getByRole("button", { name: "Enrol" }).click();
    await answer().getByText("Ada Lovelace is enrolled").waitFor();
    expect(await page.locator(".face-box").count()).toBe(1);
    await shoot(page, "enrolled");
  });

  it("says who it is on another version of the photo, with distance, threshold and the box", async () => {
    await task("Who is it?");
    await choose("ada-again.jpg", await portraitOfAda().resize({ width: 400 }).jpeg({ quality: 75 }).toBuffer());
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await answer().getByText("This is Ada Lovelace").waitFor();
    const words = (await answer().textContent()) ?? "";
    const [, distance, threshold] = /nearest distance is (\d\.\d+); the threshold is (\d\.\d+)/.exec(words) ?? [];
    expect(Number(distance)).toBeLessThan(Number(threshold));
    const box = await page.getByRole("img", { name: "Face 1 of 1" }).boundingBox();
    const photo = await page.getByAltText("Your file ada-again.jpg").boundingBox();
    if (box === null || photo === null) throw new Error("Nothing is drawn.");
    // The face was cut out with half its width around.
    expect(Math.abs((box.x + box.width / 2 - photo.x) / photo.width - 0.5)).toBeLessThan(0.15);
    expect(box.width / photo.width).toBeGreaterThan(0.3);
    expect(box.width / photo.width).toBeLessThan(0.8);
    await shoot(page, "identified");
  });

  it("names everybody whom it knows in a photo of a group", async () => {
    await choose("group-again.jpg", await sample(1).resize({ width: 1600 }).jpeg({ quality: 80 }).toBuffer());
    await page.getByLabel("Which face").selectOption("ALL");
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await answer()
      .getByText(/^1 of \d+ faces are known/)
      .waitFor();
    const rows = await page.getByRole("table", { name: "Faces in the photo" }).getByRole("row").count();
    expect(await page.locator(".face-box").count()).toBe(rows - 1);
    expect(await page.locator(".face-good").count()).toBe(1);
    expect(await page.locator(".face-good").textContent()).toContain("Ada Lovelace");
    await shoot(page, "everybody");
  });

  it("finds faces that are small when it is told to search for them", async () => {
    await choose("far-away.jpg", await sample(5).resize({ width: 200 }).jpeg({ quality: 90 }).toBuffer());
    await page.getByText("No face found in it.").waitFor();
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await answer().getByText("No face found").waitFor();
    await page.getByLabel("Search for small faces").check();
    await page.getByText(/^\d+ faces found\./).waitFor();
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await page.getByRole("table", { name: "Faces in the photo" }).waitFor();
    expect(await page.locator(".face-box").count()).toBeGreaterThan(1);
    await shoot(page, "small-faces");
    await page.getByLabel("Search for small faces").uncheck();
    await choose("ada-once-more.jpg", await portraitOfAda().toBuffer());
  });

  it("verifies by keyboard alone", async () => {
    await task("Is it …?");
    await page.getByLabel("External id").fill("ada");
    await page.keyboard.press("Enter");
    await answer().getByText("Yes, this is ada").waitFor();
    const picture = await answer().getByRole("img").getAttribute("aria-label");
    expect(picture).toMatch(/^Distance [\d.]+, accept up to [\d.]+, .*beyond that reject$/);
    await shoot(page, "verified");
  });

  it("says No to a stranger and explains an unknown id and a photo without a face", async () => {
    await choose("stranger.jpg", await portraitOfStranger().toBuffer());
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await answer()
      .getByText(/^(No, this is not|A person should look)/)
      .waitFor();
    await shoot(page, "stranger");
    await page.getByLabel("External id").fill("nobody");
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await answer().getByText("Nobody is enrolled by this external id").waitFor();
    await choose("wall.jpg", await wall());
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await answer().getByText("No face found").waitFor();
  });

  it("passes on a photo beyond the 10 MB at which Next's own limits lie", async () => {
    await task("Who is it?");
    const padded = Buffer.concat([await portraitOfAda().toBuffer(), Buffer.alloc(9_900_000)]);
    await choose("large.jpg", padded);
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await answer()
      .getByText(/This is Ada|This photo cannot be used/)
      .waitFor();
  });

  it("refuses calls of other sites, and calls without a session", async () => {
    const body = JSON.stringify({ query: "{ sites { nodes { name } } }" });
    const cookie = `facenet_console_key=${KEY}`;
    const call = (headers: Record<string, string>) =>
      fetch(`${server.address}/api/graphql`, { method: "POST", headers, body }).then(({ status }) => status);
    const good = { "content-type": "application/json", origin: server.address, cookie };
    expect(await call(good)).toBe(200);
    expect(await call({ ...good, origin: "https://elsewhere.example" })).toBe(403);
    expect(await call({ ...good, "content-type": "text/plain" })).toBe(403);
    expect(await call({ "content-type": "application/json", cookie })).toBe(403);
    expect(await call({ ...good, cookie: "" })).toBe(401);
  });

  it("sends a policy under which only its own scripts run", async () => {
    const { headers } = await fetch(server.address);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(complaints).toEqual([]);
  });

  it("forgets the key on logging out", async () => {
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel(/^API key/).waitFor();
    expect(await context.cookies()).toEqual([]);
  });
});

function sample(number: number) {
  return sharp(join(SAMPLES, `sample${number}.jpg`));
}

function portraitOfAda() {
  return sample(1).extract({ left: 1316, top: 102, width: 508, height: 464 }).jpeg({ quality: 92 });
}

function portraitOfStranger() {
  return sample(5).extract({ left: 215, top: 803, width: 514, height: 494 }).jpeg({ quality: 92 });
}

function wall(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: "#888888" } })
    .jpeg()
    .toBuffer();
}

/** As a person does it with the mouse. */
async function drop(page: Page, name: string, photo: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ base64, fileName }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], fileName, { type: "image/jpeg" }));
      return data;
    },
    { base64: photo.toString("base64"), fileName: name },
  );
  const zone = page.getByRole("button", { name: /^Photo:/ });
  for (const type of ["dragenter", "dragover", "drop"]) await zone.dispatchEvent(type, { dataTransfer: transfer });
  await page.getByAltText(`Your file ${name}`).waitFor();
}

async function shoot(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
}

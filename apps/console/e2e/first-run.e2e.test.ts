import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeWebcam } from "./support/photos";
import { Stack } from "./support/stack";
import { noBrowser, OWNER, openBrowser, totp, Visitor } from "./support/visitor";

describe.skipIf(noBrowser !== undefined)(`the first run${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  let stack: Stack;
  let browser: Browser;
  let owner: Visitor;
  let secret = "";
  const startedAt = Date.now();

  beforeAll(async () => {
    stack = await Stack.start();
    browser = await openBrowser(
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${await fakeWebcam()}`,
    );
    owner = await Visitor.come(browser, stack);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  it("leads who is not signed in to the sign-in page, and says when the password is wrong", async () => {
    const { page } = owner;
    await page.goto("/people");
    await page.waitForURL(/\/sign-in\?next=%2Fpeople/);
    await page.getByLabel("E-mail address").fill("nobody@example.org");
    await page.getByLabel(/^Password/).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("The e-mail address or the password is wrong.").waitFor();
    await owner.expectAccessible();
    await owner.shoot("sign-in");
  });

  it("makes the owner by the printed link, with a password that is long enough", async () => {
    const { page } = owner;
    await page.goto(stack.setUpLink);
    await page.getByRole("heading", { name: "Become the owner of this server" }).waitFor();
    expect(page.url()).not.toContain("#");
    await owner.expectAccessible();
    await owner.shoot("set-up");
    await owner.setUp();
    await page.getByRole("heading", { level: 1 }).waitFor();
  });

  it("enrols by webcam, which takes the picture by itself, and recognises by webcam, within three minutes", async () => {
    const { page } = owner;
    await owner.goTo("People");
    await page.getByText("Nobody is enrolled here yet").waitFor();
    await owner.shoot("people-empty");
    await page.getByRole("link", { name: "Add a person" }).first().click();
    await page.getByRole("button", { name: "Use the webcam" }).click();
    await page.getByText(/^Good\. Quality \d+ of 100/).waitFor();
    await page.getByLabel("Name").fill("Ada Lovelace");
    await page.getByLabel("The person has consented").check();
    await page.getByRole("button", { name: "Enrol with one photo" }).click();
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
    await page.waitForURL(/\/people\/ada-lovelace$/);
    await page.getByText("CONSENT, text 1").waitFor();

    await owner.goTo("Try it");
    await page.getByRole("button", { name: "Use the webcam" }).click();
    await page.getByRole("img", { name: "Face 1 of 1" }).waitFor();
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await page.getByText("This is Ada Lovelace").waitFor();
    expect(Date.now() - startedAt).toBeLessThan(180_000);
  });

  it("does not make a second owner by the same link", async () => {
    const visitor = await Visitor.come(browser, stack);
    await visitor.page.goto(stack.setUpLink);
    await visitor.page.getByText("This link was used").waitFor();
    await visitor.leave();
  });

  it("keeps nothing where scripts of the page could read it", async () => {
    const cookies = await owner.context.cookies();
    const session = cookies.find(({ name }) => name.includes("session"));
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    const readable = await owner.page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML]),
    );
    expect(readable).not.toContain(session?.value.split(".")[0]);
  });

  it("turns on a second factor", async () => {
    const { page } = owner;
    await page.goto("/account");
    await page.getByLabel("Your password").fill(OWNER.password);
    await page.getByRole("button", { name: "Turn on" }).click();
    secret = (await page.getByTestId("totp-secret").textContent()) ?? "";
    await owner.expectAccessible();
    await page.getByLabel("Code that the app shows").fill("000000");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("The code is wrong").waitFor();
    await page.getByLabel("Code that the app shows").fill(totp(secret));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("button", { name: "Turn off" }).waitFor();
    await owner.shoot("account");
  });

  it("asks for the code at the next sign-in, and does without it let nobody in", async () => {
    const { page } = owner;
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL(/\/sign-in$/);
    await owner.signIn();
    await page.getByRole("heading", { name: "Second factor" }).waitFor();
    const refused = await page.evaluate(() =>
      fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"query":"{ viewer { everywhere } }"}',
      }).then(({ status }) => status),
    );
    expect(refused).toBe(401);
    await page.getByLabel("Code").fill(totp(secret));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation").waitFor();
  });

  it("signs out everywhere at once", async () => {
    const elsewhere = await Visitor.come(browser, stack);
    await elsewhere.signIn();
    await elsewhere.page.getByLabel("Code").fill(totp(secret));
    await elsewhere.page.getByRole("button", { name: "Sign in" }).click();
    await elsewhere.page.getByRole("navigation").waitFor();
    await owner.page.goto("/account");
    await owner.page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await owner.page.getByText("All other sessions have ended.").waitFor();
    await elsewhere.page.goto("/people");
    await elsewhere.page.waitForURL(/\/sign-in/);
    await elsewhere.leave();
  });

  it("had nothing to complain about", () => owner.leave());
});

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { choose, drop, photos } from "./support/photos";
import { KEY, Stack } from "./support/stack";
import { noBrowser, openBrowser, Visitor } from "./support/visitor";

const VERIFY = `mutation ($input: VerifyInput!) { verify(input: $input) {
  __typename ... on Verification { decision } ... on Problem { code } } }`;

describe.skipIf(noBrowser !== undefined)(`the console${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  let stack: Stack;
  let browser: Browser;
  let owner: Visitor;

  beforeAll(async () => {
    stack = await Stack.start();
    browser = await openBrowser();
    owner = await Visitor.come(browser, stack);
    await owner.setUp();
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  // What one test leaves open must not be in the way of the next.
  beforeEach(async () => {
    if ((await owner.page.getByRole("dialog").count()) > 0) await owner.page.reload();
  });

  const verify = async (externalId: string, key = KEY) => {
    const base64 = (await photos.adaOnceMore()).buffer.toString("base64");
    return stack.call<{ verify: { __typename: string; decision?: string; code?: string } }>(
      ...([VERIFY, { input: { externalId, photo: { base64 } } }, key] as const),
    );
  };

  it("begins with a dashboard that says what to do", async () => {
    const { page } = owner;
    await page.getByText("Nothing happened here yet").waitFor();
    await owner.expectAccessible();
    await owner.shoot("dashboard-empty");
  });

  it("enrols from photos that are dropped, says why one is refused, and lets one choose the face", async () => {
    const { page } = owner;
    await page.getByRole("link", { name: "Add a person" }).click();
    await drop(page, await photos.ada(), await photos.wall(), await photos.group());
    await page.getByText(/^Good\. Quality/).waitFor();
    await page.getByText("No face found in it.").waitFor();
    await page.getByText(/^\d+ faces found\. Choose the one that is meant\.$/).waitFor();
    await page.getByText("2 photos are left out.").waitFor();
    await owner.expectAccessible();
    await owner.shoot("add-person");
    await page.getByRole("button", { name: /^Face 1 of/ }).click();
    await page.getByText("One photo is left out.").waitFor();
    await page.getByRole("button", { name: "Remove group.jpg" }).click();
    await page.getByLabel("Name").fill("Ada Lovelace");
    await page.getByLabel("External id").fill("ada");
    await page.getByRole("button", { name: "Enrol with one photo" }).click();
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
    await page.getByText("One photo", { exact: true }).waitFor();
    const face = page.getByRole("img", { name: "Ada Lovelace" }).first();
    await expect
      .poll(() => face.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
      .toBeGreaterThan(50);
    await owner.expectAccessible();
    await owner.shoot("person");
  });

  it("warns of a probable duplicate with both faces, and enrols two people who are two", async () => {
    const { page } = owner;
    await owner.goTo("People");
    await page.getByRole("link", { name: "Add a person" }).click();
    await choose(page, await photos.adaAgain());
    await page.getByText(/^Good\. Quality/).waitFor();
    await page.getByLabel("Name").fill("Ada Byron");
    await page.getByRole("button", { name: "Enrol with one photo" }).click();
    await page.getByText("This looks like Ada Lovelace").waitFor();
    await page.getByRole("img", { name: "The new photo" }).waitFor();
    await owner.expectAccessible();
    await owner.shoot("duplicate");
    await page.getByRole("button", { name: "They are two people: enrol" }).click();
    await page.getByRole("heading", { name: "Ada Byron" }).waitFor();
  });

  it("merges the two again when they are one", async () => {
    const { page } = owner;
    await page.goto("/people/ada");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Merge with another person" }).click();
    await page.getByLabel("Search for the other person").fill("byron");
    await page.getByLabel("Ada Byron (ada-byron)").check();
    await owner.expectAccessible();
    await page.getByLabel(/^Type .Ada Byron. to confirm/).fill("Ada Byron");
    await page.getByRole("button", { name: "Merge with another person" }).click();
    await page.getByText("2 photos", { exact: true }).waitFor();
    await page.goto("/people/ada-byron");
    await page.getByText("Nobody has this external id").waitFor();
  });

  it("renames, tags and suspends a person, whom then nobody recognises", async () => {
    const { page } = owner;
    await page.goto("/people/ada");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Ada King");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Ada King" }).waitFor();
    await page.getByRole("combobox", { name: "Tags" }).fill("staff");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await stack.call<{ tags: string[] }>("{ tags }")).tags).toEqual(["staff"]);
    expect((await verify("ada")).verify).toMatchObject({ decision: "ACCEPT" });
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Suspend" }).click();
    await page.getByText("This person is not recognised until").waitFor();
    expect((await verify("ada")).verify).toMatchObject({ code: "PERSON_SUSPENDED" });
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Reactivate" }).click();
    await page.getByText("This person is not recognised until").waitFor({ state: "detached" });
    expect((await verify("ada")).verify).toMatchObject({ decision: "ACCEPT" });
  });

  it("tries a photo: who it is, whether it is somebody, and whom it cannot be", async () => {
    const { page } = owner;
    await owner.goTo("Try it");
    await choose(page, await photos.adaAgain());
    await page.getByText("One face found.").waitFor();
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await page.getByText("This is Ada King").waitFor();
    const words = (await page.getByText(/^The distance is/).textContent()) ?? "";
    const [, distance, threshold] = /distance is (\d\.\d+); up to (\d\.\d+)/.exec(words) ?? [];
    expect(Number(distance)).toBeLessThan(Number(threshold));
    await owner.expectAccessible();
    await owner.shoot("try-identified");
    await page.getByRole("radiogroup").getByText("Is it …?").click();
    await page.getByRole("combobox", { name: "External id" }).fill("ada");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await page.getByText("Yes, this is ada").waitFor();
    await choose(page, await photos.stranger());
    await page.getByText("One face found.").waitFor();
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await page.getByText(/^(No, this is not|A person should look)/).waitFor();
    await page.getByRole("combobox", { name: "External id" }).fill("nobody");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Ask whether it is" }).click();
    await page.getByText("Nobody has this external id.").waitFor();
    await page.getByRole("radiogroup").getByText("Who is it?").click();
    await choose(page, await photos.group());
    await page.getByText(/^\d+ faces found\./).waitFor();
    await page.getByRole("button", { name: "Ask who it is" }).click();
    await page.getByText(/^1 of \d+ faces are known$/).waitFor();
    await owner.shoot("try-group");
  });

  it("shows an attempt as soon as a program has made it", async () => {
    const { page } = owner;
    await owner.goTo("Attempts");
    await page.getByRole("status").getByText("Live").waitFor();
    const rows = page.getByRole("table", { name: "Attempts" }).getByRole("row");
    await rows.nth(1).waitFor();
    await owner.expectAccessible();
    await owner.shoot("attempts");
    await page.getByLabel("Claimed id").fill("live-one");
    await page.getByText("No attempt matches").waitFor();
    await expect.poll(() => page.url()).toContain("claimedExternalId=live-one");
    await verify("live-one");
    await page.getByRole("cell", { name: "live-one" }).waitFor({ timeout: 15_000 });
    await page.reload();
    await page.getByRole("cell", { name: "live-one" }).waitFor();
    await page.getByRole("row").nth(1).getByRole("link").click();
    await page.getByRole("heading", { name: "Verification" }).waitFor();
    await page.getByText("All facts").waitFor();
  });

  it("asks for attempts every few seconds where events do not get through", async () => {
    const { page } = owner;
    await page.route("**/graphql/stream", (route) => route.abort());
    await owner.goTo("Attempts");
    await page.getByRole("status").getByText("Every few seconds").waitFor();
    await page.getByLabel("Claimed id").fill("polled-one");
    await page.getByText("No attempt matches").waitFor();
    await verify("polled-one");
    await page.getByRole("cell", { name: "polled-one" }).waitFor({ timeout: 15_000 });
    await page.unroute("**/graphql/stream");
    await page.getByRole("status").getByText("Live").waitFor();
  });

  it("changes what a site decides by, with a preview, a reason and a way back", async () => {
    const { page } = owner;
    await owner.goTo("Site", "Default site");
    await page.getByText("A stranger is taken for the person once in 1,000.").waitFor();
    await owner.expectAccessible();
    await owner.shoot("policy");
    const accept = page.getByLabel(/^Accept up to/);
    await accept.fill("0.01");
    await page.getByText(/of the newest \d+ attempts would have been decided otherwise/).waitFor();
    await page.getByText(/Accepted → /).waitFor();
    await owner.expectAccessible();
    await owner.shoot("policy-preview");
    const save = page.getByRole("button", { name: "Save as a new version" });
    expect(await save.isDisabled()).toBe(true);
    await page.getByLabel("Keep the faces of attempts").check();
    await page.getByLabel(/^Reason/).fill("Trying a stricter cut");
    await save.click();
    await page.getByText("Settings in force (version 2)").waitFor();
    await page.getByRole("cell", { name: "Trying a stricter cut" }).waitFor();
    expect((await verify("ada")).verify.decision).toBe("REVIEW");
    await page.getByRole("button", { name: "Go back to version 1" }).click();
    await page
      .getByRole("dialog")
      .getByLabel(/^Reason/)
      .fill("It was too strict");
    await page.getByRole("button", { name: "Go back", exact: true }).click();
    await page.getByText("Settings in force (version 3)").waitFor();
    await page.getByText("Settings of version 1 again.").waitFor();
    expect((await verify("ada")).verify.decision).toBe("ACCEPT");
  });

  it("reviews attempts by keyboard, one after another", async () => {
    const { page } = owner;
    await owner.goTo("Review");
    await page.getByText("Is it the person whom the attempt claims").waitFor();
    await owner.expectAccessible();
    await owner.shoot("review");
    await page.keyboard.press("s");
    await page.keyboard.press("g");
    await page.getByText("Marked as Genuine.").waitFor();
    await page.keyboard.press("i");
    await page.getByText("Marked as Impostor.").waitFor();
    const { attempts } = await stack.call<{ attempts: { nodes: { reviews: { reviewer: string }[] }[] } }>(
      "{ attempts(first: 100) { nodes { reviews { reviewer } } } }",
    );
    const reviewers = attempts.nodes.flatMap(({ reviews }) => reviews.map(({ reviewer }) => reviewer));
    expect(reviewers).toEqual(["Grace Hopper", "Grace Hopper"]);
    await page.getByRole("link", { name: "Change it" }).click();
    // The page that is left has such a button too.
    await page.waitForURL(/\/attempts\//);
    await page.getByRole("button", { name: /^Unsure/ }).click();
    await page.getByText(/^Unsure, by Grace Hopper/).waitFor();
    await owner.shoot("attempt");
  });

  it("makes an API key, which works, is rotated with an overlap, and revoked", async () => {
    const { page } = owner;
    await owner.goTo("API keys");
    await page.getByRole("button", { name: "Create a key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Name/).fill("Door 7");
    await dialog.getByLabel(/^verify/).check();
    await owner.expectAccessible();
    await dialog.getByRole("button", { name: "Create a key" }).click();
    const secret = await page.getByTestId("secret").inputValue();
    expect(secret).toMatch(/^fnk_/);
    await owner.expectAccessible();
    await owner.shoot("key-made");
    await page.getByRole("button", { name: "Done" }).last().click();
    expect((await verify("ada", secret)).verify.decision).toBe("ACCEPT");
    await expect(stack.call("{ people { totalCount } }", {}, secret)).rejects.toThrow("FORBIDDEN");

    const row = page.getByRole("row", { name: /Door 7/ });
    await row.getByRole("button", { name: "Rotate" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
    const rotated = await page.getByTestId("secret").inputValue();
    await page.getByRole("button", { name: "Done" }).last().click();
    for (const key of [secret, rotated]) expect((await verify("ada", key)).verify.decision).toBe("ACCEPT");
    await row.first().getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("The key was revoked.").waitFor();
    // A key is remembered for a second.
    await expect
      .poll(
        () =>
          verify("ada", rotated).then(
            () => "let in",
            () => "refused",
          ),
        { timeout: 5_000 },
      )
      .toBe("refused");
    await owner.expectAccessible();
    await owner.shoot("keys");
  });

  it("imports a list with a zip, after a dry run that changes nothing, and goes on where it stopped", async () => {
    const { page } = owner;
    await owner.goTo("Import");
    await owner.expectAccessible();
    const list = [
      "externalId,displayName,photos,tags",
      "ada,Ada again,ada.jpg,",
      "eve,Eve,stranger.jpg;wall.jpg,visitor",
      "wall,Nobody,wall.jpg,",
      "lost,Lost,absent.jpg,",
      "twin,Twin,ada.jpg,",
      ",No id,ada.jpg,",
    ].join("\n");
    const zip = zipSync({
      "photos/ada.jpg": (await photos.ada()).buffer,
      "photos/stranger.jpg": (await photos.stranger()).buffer,
      "photos/wall.jpg": (await photos.wall()).buffer,
    });
    const chooseFiles = async () => {
      await page.locator('input[type="file"][accept*="csv"]').setInputFiles({
        ...{ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(list) },
      });
      await page.locator('input[type="file"][accept*="zip"]').setInputFiles({
        ...{ name: "photos.zip", mimeType: "application/zip", buffer: Buffer.from(zip) },
      });
      await page.getByText("6 rows, 3 photos.").waitFor();
    };
    await chooseFiles();
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText("One row is ready to be imported.").waitFor();
    const { people } = await stack.call<{ people: { totalCount: number } }>("{ people { totalCount } }");
    expect(people.totalCount).toBe(1);
    const state = (line: number) => page.getByRole("row", { name: new RegExp(`^${line} `) });
    await state(2).getByText("Enrolled already").first().waitFor();
    await state(3).getByText("Without wall.jpg: no face").waitFor();
    await state(4).getByText("wall.jpg: no face").waitFor();
    await state(5).getByText("absent.jpg: not among the photos").waitFor();
    await state(7).getByText("The external id is missing.").waitFor();
    await owner.expectAccessible();
    await owner.shoot("import");
    await page.getByLabel("Also import people some of whose photos").check();
    await page.getByRole("button", { name: "Import 2 people" }).click();
    await page.getByText("One person was imported.").waitFor();
    await state(3).getByText("One photo, 1 left out").waitFor();
    await state(6).getByText("Looks like ada").waitFor();
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the report" }).click();
    const report = await readFile(await (await downloading).path(), "utf8");
    expect(report).toContain("3,eve,done");
    expect(report).toContain("6,twin,duplicate");
    await page.reload();
    await chooseFiles();
    await page.getByRole("button", { name: "Dry run" }).click();
    await state(3).getByText("Enrolled already").first().waitFor();
  });

  it("finds people by name, tag and state, and acts on several at once", async () => {
    const { page } = owner;
    await owner.goTo("People");
    const rows = page.getByRole("table", { name: "People" }).getByRole("row");
    await expect.poll(() => rows.count()).toBe(3);
    await owner.expectAccessible();
    await owner.shoot("people");
    await page.getByLabel("Search").fill("KING");
    await expect.poll(() => rows.count()).toBe(2);
    await expect.poll(() => page.url()).toContain("search=KING");
    await page.getByLabel("Search").fill("");
    await page.getByLabel("Tag").selectOption("visitor");
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByLabel("Tag").selectOption("");
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole("button", { name: "Name" }).click();
    await expect.poll(() => page.url()).toContain("order=DISPLAY_NAME");
    await page.getByLabel("Select all that are shown").check();
    await page.getByRole("textbox", { name: "Tag" }).fill("night");
    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByText("Done for 2 people.").waitFor();
    await page.getByLabel("Select Eve").check();
    await page.getByRole("button", { name: "Delete" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete" });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel(/^Type .1. to confirm/).fill("1");
    await confirm.click();
    await expect.poll(() => rows.count()).toBe(2);
  });

  it("has sites, each with people of its own", async () => {
    const { page } = owner;
    await owner.goTo("All sites");
    await page.getByRole("button", { name: "New site" }).click();
    await page.getByLabel(/^Name/).fill("North gate");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "North gate" }).waitFor();
    await owner.expectAccessible();
    await owner.shoot("sites");
    await page.getByRole("button", { name: "Go to this site" }).click();
    await owner.goTo("Site", "North gate");
    await page.getByRole("img", { name: /error rates/i }).waitFor();
    await owner.goTo("People");
    await page.getByText("Nobody is enrolled here yet").waitFor();
    await page.getByLabel("Site").selectOption({ label: "Default site" });
    await page.getByRole("link", { name: "Ada King" }).waitFor();
  });

  it("lets another site know a person too, asks it by a key of both, and has it forget them", async () => {
    const { page } = owner;
    await page.getByRole("link", { name: "Ada King" }).click();
    await page.getByRole("button", { name: "Add to a site" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^External id there/).fill("north-ada");
    await owner.expectAccessible();
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("Known as north-ada").waitFor();
    await owner.expectAccessible();
    await owner.shoot("person-of-two-sites");

    await owner.goTo("API keys");
    await page.getByRole("button", { name: "Create a key" }).click();
    await dialog.getByLabel(/^Name/).fill("Both doors");
    await dialog.getByLabel(/^verify/).check();
    await dialog.getByLabel("North gate").check();
    await owner.expectAccessible();
    await owner.shoot("key-of-two-sites");
    await dialog.getByRole("button", { name: "Create a key" }).click();
    const secret = await page.getByTestId("secret").inputValue();
    await page.getByRole("button", { name: "Done" }).last().click();
    await page.getByRole("cell", { name: /North gate/ }).waitFor();
    const { sites } = await stack.call<{ sites: { nodes: { id: string; name: string }[] } }>(
      ...(["{ sites { nodes { id name } } }", {}, secret] as const),
    );
    const siteId = sites.nodes.find(({ name }) => name === "North gate")?.id;
    const photo = { base64: (await photos.adaOnceMore()).buffer.toString("base64") };
    const ask = async () =>
      (
        await stack.call<{ verify: { decision?: string; code?: string } }>(
          ...([VERIFY, { input: { siteId, externalId: "north-ada", photo } }, secret] as const),
        )
      ).verify;
    expect((await ask()).decision).toBe("ACCEPT");

    await owner.goTo("People");
    await page.getByRole("link", { name: "Ada King" }).click();
    await page.getByRole("button", { name: "Take out of North gate" }).click();
    await owner.expectAccessible();
    await dialog.getByRole("button", { name: "Take out" }).click();
    await page.getByText("North gate has forgotten the person.").waitFor();
    expect((await ask()).code).toBe("PERSON_NOT_FOUND");
  });

  it("shows how the system is doing, and what happened", async () => {
    const { page } = owner;
    await owner.goTo("System health");
    await page.getByText("dlib-resnet.chip5.flip.l2.v1").waitFor();
    await owner.expectAccessible();
    await owner.shoot("health");
    await owner.goTo("Dashboard");
    await page.getByText("Failure to acquire").waitFor();
    await page.locator("svg.recharts-surface").first().waitFor();
    await owner.expectAccessible();
    await owner.shoot("dashboard");
  });

  it("invites a reviewer, who sees and reviews, and cannot delete or look after keys", async () => {
    const { page } = owner;
    await owner.goTo("Users");
    await page.getByRole("button", { name: "Invite a user" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Name/).fill("Rita Reviewer");
    await dialog.getByLabel(/^E-mail/).fill("rita@example.org");
    await dialog.getByLabel("Where").selectOption({ label: "Default site" });
    await owner.expectAccessible();
    await dialog.getByRole("button", { name: "Invite a user" }).click();
    const link = await page.getByTestId("invitation").inputValue();
    await page.getByRole("button", { name: "Done" }).last().click();
    await page.getByRole("row", { name: /Rita/ }).getByText("Invited").waitFor();
    await owner.expectAccessible();
    await owner.shoot("users");

    const rita = await Visitor.come(browser, stack);
    await rita.page.goto(link);
    await rita.page.getByRole("heading", { name: "Welcome, Rita Reviewer" }).waitFor();
    await rita.page.getByLabel(/^Password/).fill("another good password");
    await rita.page.getByRole("button", { name: "Choose this password" }).click();
    await rita.page.getByRole("navigation").waitFor();
    const menu = await rita.page.getByRole("navigation").getByRole("link").allTextContents();
    expect(menu).toEqual(["Dashboard", "People", "Try it", "Attempts", "Review", "Site", "All sites"]);
    await rita.goTo("People");
    await rita.page.getByRole("link", { name: "Ada King" }).click();
    await rita.page.getByRole("heading", { name: "Ada King" }).waitFor();
    expect(await rita.page.getByRole("button", { name: "More" }).count()).toBe(0);
    // The page does not offer it, and the API refuses it.
    const refused = await rita.page.evaluate(async () => {
      const query = 'mutation { deletePerson(input: { externalId: "ada" }) { __typename } }';
      const response = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      return (await response.json()).errors?.[0]?.extensions?.code;
    });
    expect(refused).toBe("FORBIDDEN");
    await rita.leave();

    await page.getByRole("button", { name: "Actions for Rita Reviewer" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByLabel(/^Type .rita@example.org/).fill("rita@example.org");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("The user was removed.").waitFor();
  });

  it("says when there is no connection or no answer, and goes on when there is one", async () => {
    const { page, context } = owner;
    await owner.goTo("People");
    await page.getByRole("link", { name: "Ada King" }).waitFor();
    await context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByLabel("Search").fill("nobody of that name");
    await owner.expectAccessible();
    await owner.shoot("offline");
    expect(await page.getByRole("link", { name: "Ada King" }).count()).toBe(1);
    await context.setOffline(false);
    await page.getByText("You are offline.").waitFor({ state: "hidden" });
    await page.getByText("Nobody matches").waitFor();
    await page.route("**/graphql", (route) => route.abort());
    await page.reload();
    await page.getByRole("alert").getByRole("button", { name: "Try again" }).waitFor();
    await owner.expectAccessible();
    await owner.shoot("no-answer");
    await page.unroute("**/graphql");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Show everybody" }).click();
    await page.getByRole("link", { name: "Ada King" }).waitFor();
  });

  it("deletes a person for whom the name was typed", async () => {
    const { page } = owner;
    await page.goto("/people/ada");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete" });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel(/^Type .Ada King/).fill("Ada King");
    await owner.expectAccessible();
    await confirm.click();
    await page.getByText("Nobody is enrolled here yet").waitFor();
    expect((await verify("ada")).verify.code).toBe("PERSON_NOT_FOUND");
  });

  it("loads the people page with less than 250 kB of compressed script", async () => {
    // Nothing is in the cache of somebody who comes for the first time.
    const visitor = await Visitor.come(browser, stack);
    await visitor.context.addCookies(await owner.context.cookies());
    const { page } = visitor;
    const scripts: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() !== "script") return;
      scripts.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto("/people");
    await page.getByRole("heading", { name: "People" }).waitFor();
    await page.waitForLoadState("networkidle");
    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
    await visitor.leave();
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(250_000);
  });

  it("refuses calls in the name of who is signed in that other sites make", async () => {
    const cookies = await owner.context.cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const call = (headers: Record<string, string>) =>
      fetch(`${stack.url}/graphql`, {
        ...{ method: "POST", body: '{"query":"{ viewer { everywhere } }"}' },
        headers: { "content-type": "application/json", cookie, ...headers },
      }).then(({ status }) => status);
    expect(await call({ origin: stack.url })).toBe(200);
    expect(await call({ origin: "https://elsewhere.example" })).toBe(403);
    expect(await call({})).toBe(403);
    expect(await call({ origin: stack.url, cookie: "" })).toBe(401);
    const signOut = await fetch(`${stack.url}/v1/auth/sign-out`, {
      ...{ method: "POST", body: "{}" },
      headers: { "content-type": "application/json", cookie, origin: "https://elsewhere.example" },
    });
    expect(signOut.status).toBe(403);
    expect(await call({ origin: stack.url })).toBe(200);
  });

  it("sends a policy under which only its own scripts run", async () => {
    const { headers } = await fetch(`${stack.url}/sign-in`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  it("works on a phone, in the dark, in Spanish", async () => {
    const phone = await Visitor.come(browser, stack, { phone: true, locale: "es-ES" });
    await phone.page.emulateMedia({ colorScheme: "dark" });
    await phone.page.goto("/sign-in");
    await phone.page.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
    await phone.page.getByRole("button", { name: "English" }).click();
    await phone.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await phone.signIn();
    await phone.page.getByRole("button", { name: /^Account of/ }).waitFor();
    for (const path of [
      "/",
      "/people",
      "/people/new",
      "/import",
      "/try",
      "/attempts",
      "/review",
      "/policy",
      "/keys",
      "/sites",
      "/users",
      "/health",
      "/account",
    ]) {
      await phone.page.goto(path);
      await phone.page.getByRole("heading", { level: 1 }).waitFor();
      await phone.expectToFit();
    }
    await phone.page.getByRole("button", { name: "Menu" }).click();
    await phone.goTo("People");
    await phone.leave();
  });

  it("shows all sites where there are more than a page of them", async () => {
    const { page, context } = owner;
    const query = "mutation ($name: String!) { createSite(input: { name: $name }) { __typename } }";
    for (let i = 1; i <= 100; i++) {
      const answer = await context.request.post(`${stack.url}/graphql`, {
        headers: { origin: stack.url },
        data: { query, variables: { name: `Gate ${i}` } },
      });
      expect(await answer.json()).toEqual({ data: { createSite: { __typename: "SiteSaved" } } });
    }
    await page.goto("/sites");
    await page.getByRole("heading", { name: "Gate 100", exact: true }).waitFor();
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "Gate 100" });
    await page.reload();
    await owner.goTo("Site", "Gate 100");
  });

  it("had nothing to complain about", () => owner.leave());
});

import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image } from "./support/photos.js";
import { API_KEY, DELETE_PERSON, TestServer } from "./support/server.js";

const { FACENET_TEST_DATA } = process.env;
// Relative to the top of the repository, wherever the tests are started.
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const COURSE = FACENET_TEST_DATA === undefined ? undefined : join(resolve(ROOT, FACENET_TEST_DATA), "course");

describe.skipIf(COURSE === undefined)("the course photos (skipped without FACENET_TEST_DATA)", () => {
  const folder = COURSE ?? "";
  let server: TestServer;
  const photo = async (file: string) => image(await readFile(join(folder, file)));
  const nearest = async (file: string) => {
    const found = await server.whoIsIt({ photo: await photo(file) });
    return { outcome: found.outcome, first: found.candidates?.[0]?.person.externalId };
  };

  beforeAll(async () => {
    server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY });
  });
  afterAll(() => server?.stop());

  it("enrols the twelve by one photo each", async () => {
    const files = readdirSync(folder).filter((file) => /\.(jpg|png)$/.test(file) && !file.startsWith("camera_"));
    expect(files).toHaveLength(12);
    for (const file of files) {
      const enrolled = await server.enroll({ externalId: parse(file).name, photos: [await photo(file)] });
      expect(enrolled, file).toMatchObject({ __typename: "Enrolled", photos: [{ accepted: true }] });
    }
  });

  it("accepts camera_0 as younes and rejects camera_2 as kian", async () => {
    expect(await server.verify({ externalId: "younes", photo: await photo("camera_0.jpg") })).toMatchObject({
      decision: "ACCEPT",
    });
    expect(await server.verify({ externalId: "kian", photo: await photo("camera_2.jpg") })).toMatchObject({
      decision: "REJECT",
    });
  });

  it.each([
    ["camera_0.jpg", "younes"],
    ["camera_1.jpg", "bertrand"],
    ["camera_2.jpg", "benoit"],
  ])("finds who is on %s: %s", async (file, externalId) => {
    expect(await nearest(file)).toEqual({ outcome: "IDENTIFIED", first: externalId });
  });

  it.each([
    ["camera_0.jpg", "younes"],
    ["camera_1.jpg", "bertrand"],
    ["camera_2.jpg", "benoit"],
  ])("says UNKNOWN of %s when %s is left out", async (file, externalId) => {
    const { deletePerson } = await server.call(DELETE_PERSON, { input: { externalId } });
    expect(deletePerson).toMatchObject({ externalId });
    expect(await nearest(file)).toMatchObject({ outcome: "UNKNOWN" });
  });
});

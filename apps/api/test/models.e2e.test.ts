import { randomBytes } from "node:crypto";
import { defaultThresholds, PROFILES } from "facenet-core";
import { environmentKeyProvider, openDatabase } from "facenet-db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "facenet-db/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashApiKey } from "../src/modules/access/api-key.js";
import { image, portrait, takenAgain } from "./support/photos.js";
import { ADD_PHOTOS, API_KEY, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

const [STANDARD, FAST, ACCURATE] = [PROFILES.standard.modelId, PROFILES.fast.modelId, PROFILES.accurate.modelId];
const MODELS = `{ models { id name dimension referenceCurve { benchmark people impostorPairs points { fmr distance fnmr low high } } }
  sites { nodes { model { modelId version peopleWithoutTemplate } } } }`;
const SET_MODEL = `mutation ($input: SetSiteModelInput!) { setSiteModel(input: $input) { __typename ... on Problem { code message }
  ... on InvalidInput { field } ... on SiteModelSet { model { modelId version peopleWithoutTemplate } } } }`;

// One story: a site changes its model and comes back.
describe("the model of a site", () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let server: TestServer;
  const masterKey = randomBytes(32).toString("base64");
  const settings = () => ({
    DATABASE_URL: postgres.connectionString,
    DATA_DIR: `${dataDir}/unused`,
    MASTER_KEY: masterKey,
    BOOTSTRAP_API_KEY: API_KEY,
  });

  beforeAll(async () => {
    dataDir = await makeDataDir();
    postgres = await startEmbeddedPostgres({ dataDir });
    server = await TestServer.start({ ...settings(), ENGINE_MODELS: "standard, accurate,fast", ENGINE_THREADS: "1" });
  });
  afterAll(async () => {
    await server?.stop();
    await postgres?.stop();
    await removeDataDir(dataDir);
  });

  const setModel = async (input: object, key?: string) => (await server.call(SET_MODEL, { input }, key)).setSiteModel;
  const modelOf = async () => (await server.call(MODELS)).sites.nodes[0].model;
  const photoOf = async (who: "ada" | "grace") => image(await takenAgain(await portrait(who)));

  it("is the first of the configuration, and the others are there with their curves", async () => {
    const { models } = await server.call(MODELS);
    expect(models.map(({ id, name, dimension }: never) => ({ id, name, dimension }))).toEqual([
      { id: STANDARD, name: "standard", dimension: 128 },
      { id: ACCURATE, name: "accurate", dimension: 1152 },
      { id: FAST, name: "fast", dimension: 128 },
    ]);
    for (const { referenceCurve } of models) expect(referenceCurve.points.length).toBeGreaterThan(10);
    expect(await modelOf()).toEqual({ modelId: STANDARD, version: 1, peopleWithoutTemplate: 0 });
  });

  it("changes: people whom the new one does not know are reported, not mistaken", async () => {
    for (const who of ["ada", "grace"] as const)
      await server.enroll({ externalId: who, photos: [image(await portrait(who))] });
    const photo = await photoOf("ada");
    const { acceptDistance: threshold } = defaultThresholds(STANDARD);
    expect(await server.verify({ externalId: "ada", photo })).toMatchObject({ decision: "ACCEPT", threshold });

    expect(await setModel({ model: "accurate" })).toEqual({
      __typename: "SiteModelSet",
      model: { modelId: ACCURATE, version: 2, peopleWithoutTemplate: 2 },
    });
    expect(await server.verify({ externalId: "ada", photo })).toMatchObject({ code: "NO_TEMPLATES" });
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "UNKNOWN", candidates: [] });
  });

  it("knows them once it has described a photo of them, beside what the other described", async () => {
    const input = { externalId: "ada", photos: [image(await portrait("ada"))] };
    const { addPhotos } = await server.call(ADD_PHOTOS, { input });
    expect(addPhotos).toMatchObject({ __typename: "PhotosAdded", person: { photos: [{}, {}] } });
    expect(await modelOf()).toEqual({ modelId: ACCURATE, version: 2, peopleWithoutTemplate: 1 });
    const { people } = await server.call("{ people(first: 10) { nodes { externalId photos { modelId } } } }");
    expect(people.nodes.find(({ externalId }: { externalId: string }) => externalId === "ada").photos).toEqual([
      { modelId: STANDARD },
      { modelId: ACCURATE },
    ]);
    const photo = await photoOf("ada");
    const { acceptDistance: threshold } = defaultThresholds(ACCURATE);
    expect(await server.verify({ externalId: "ada", photo })).toMatchObject({ decision: "ACCEPT", threshold });
    const found = await server.whoIsIt({ photo });
    expect(found.candidates.map(({ person }: never) => (person as { externalId: string }).externalId)).toEqual(["ada"]);
    const { attempts } = await server.call("{ attempts(first: 2) { nodes { modelId } } }");
    expect(attempts.nodes).toEqual([{ modelId: ACCURATE }, { modelId: ACCURATE }]);
  });

  it("comes back by its id, to everybody whom it knew; nothing changes when it is the one already", async () => {
    const back = { modelId: STANDARD, version: 3, peopleWithoutTemplate: 0 };
    for (let i = 0; i < 2; i++) expect(await setModel({ model: STANDARD })).toMatchObject({ model: back });
    expect(await server.whoIsIt({ photo: await photoOf("grace") })).toMatchObject({
      outcome: "IDENTIFIED",
      candidates: expect.arrayContaining([expect.objectContaining({ person: { externalId: "grace" } })]),
    });
  });

  it("is none that the server has not loaded, and none of another site", async () => {
    expect(await setModel({ model: "secret-model-name" })).toMatchObject({ code: "UNKNOWN_MODEL" });
    expect(await setModel({ model: "" })).toMatchObject({ code: "INVALID_INPUT", field: "model" });
    const siteId = "6f1f2d0e-0000-7000-8000-000000000000";
    expect(await setModel({ model: "fast", siteId })).toMatchObject({ code: "SITE_NOT_FOUND" });
    expect(server.log).not.toContain("secret-model-name");
  });

  it("is changed by keys that may manage the site alone", async () => {
    const db = await openDatabase({
      connectionString: postgres.connectionString,
      keyProvider: environmentKeyProvider(masterKey),
    });
    const [site] = await db.sites.list();
    const key = "a-key-that-may-only-identify-000000001";
    const about = { siteIds: [site!.id], name: "other", hint: "0001", scopes: ["identify"] as const };
    await db.apiKeys.create({ ...about, keyHash: hashApiKey(key) });
    await db.close();
    const { body } = await server.post({ query: SET_MODEL, variables: { input: { model: "fast" } } }, { key });
    expect(body.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect(await modelOf()).toMatchObject({ modelId: STANDARD });
  });

  it("has to be loaded: a server without it does not start", async () => {
    await setModel({ model: "fast" });
    await server.stop();
    await expect(TestServer.start({ ...settings(), ENGINE_MODELS: "standard" })).rejects.toThrow(
      /decides by the model dlib-resnet\.chip5\.once\.l2\.v1, which is not among ENGINE_MODELS/,
    );
    server = await TestServer.start({ ...settings(), ENGINE_MODELS: "standard,fast" });
    expect(await modelOf()).toMatchObject({ modelId: FAST });
  });
});

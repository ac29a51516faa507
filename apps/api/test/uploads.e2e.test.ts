import { randomBytes } from "node:crypto";
import { type Database, environmentKeyProvider, openDatabase } from "facenet-db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "facenet-db/postgres";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashApiKey } from "../src/modules/access/api-key.js";
import { image, samplePhoto } from "./support/photos.js";
import { ADD_PHOTOS, API_KEY, makeDataDir, removeDataDir, TestServer } from "./support/server.js";

const MAX_IMAGE_BYTES = 400_000;

describe("POST /v1/images", () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let db: Database;
  let server: TestServer;
  let photo: Buffer;

  beforeAll(async () => {
    dataDir = await makeDataDir();
    postgres = await startEmbeddedPostgres({ dataDir });
    const masterKey = randomBytes(32).toString("base64");
    server = await TestServer.start({
      DATABASE_URL: postgres.connectionString,
      DATA_DIR: `${dataDir}/unused`,
      MASTER_KEY: masterKey,
      BOOTSTRAP_API_KEY: API_KEY,
      MAX_IMAGE_BYTES: String(MAX_IMAGE_BYTES),
    });
    db = await openDatabase({
      connectionString: postgres.connectionString,
      keyProvider: environmentKeyProvider(masterKey),
    });
    photo = await samplePhoto(1);
  });
  afterAll(async () => {
    await server?.stop();
    await db?.close();
    await postgres?.stop();
    await removeDataDir(dataDir);
  });

  async function upload(body: Uint8Array | undefined, key: string | null = API_KEY, method = "POST") {
    const response = await fetch(`${server.url}/v1/images`, {
      method,
      headers: { "content-type": "image/jpeg", ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    const answer = (await response.json()) as { uploadId: string; expiresAt: string };
    return { status: response.status, body: answer };
  }
  const uploaded = async (bytes: Uint8Array) => (await upload(bytes)).body.uploadId;
  const whoIs = (uploadId: string) => server.whoIsIt({ photo: { uploadId }, faceSelection: "LARGEST" });

  it("gives an id that stands for the photo in every call", async () => {
    const answer = await upload(photo);
    expect(answer).toMatchObject({ status: 201, body: { uploadId: expect.any(String) } });
    const minutes = (Date.parse(answer.body.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
    const photos = [{ uploadId: answer.body.uploadId }];
    const enrolled = await server.enroll({ externalId: "ada", photos, faceSelection: "LARGEST" });
    expect(enrolled).toMatchObject({ __typename: "Enrolled", photos: [{ accepted: true }] });
    const verified = await server.verify({
      externalId: "ada",
      photo: { uploadId: await uploaded(photo) },
      faceSelection: "LARGEST",
    });
    expect(verified).toMatchObject({ decision: "ACCEPT", distance: 0 });
    expect(await whoIs(await uploaded(photo))).toMatchObject({ outcome: "IDENTIFIED" });
  });

  it("is good once, also when two calls come for it together", async () => {
    const id = await uploaded(photo);
    const both = await Promise.all([whoIs(id), whoIs(id)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(["Identification", "UploadNotFound"]);
    expect(await whoIs(id)).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
    expect(await server.detectFaces({ photo: { uploadId: id } })).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
  });

  it("is good once within a call, too", async () => {
    const id = await uploaded(photo);
    const twice = { externalId: "ada", photos: [{ uploadId: id }, { uploadId: id }], faceSelection: "LARGEST" };
    expect((await server.call(ADD_PHOTOS, { input: twice })).addPhotos).toMatchObject({
      photos: [{ accepted: true }, { accepted: false, problem: { code: "UPLOAD_NOT_FOUND" } }],
    });
    expect(await whoIs(id)).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
  });

  it("stays when its faces are only looked for", async () => {
    const id = await uploaded(photo);
    for (let i = 0; i < 2; i++)
      expect(await server.detectFaces({ photo: { uploadId: id } })).toMatchObject({ __typename: "DetectedFaces" });
    expect(await whoIs(id)).toMatchObject({ outcome: "IDENTIFIED" });
  });

  it("belongs to the key that sent it, and to nobody once it has expired", async () => {
    const [site] = await db.sites.list();
    const otherKey = "another-key-of-the-same-site-000000001";
    const other = { siteIds: [site!.id], name: "other", hint: "0001", scopes: ["identify"] as const };
    await db.apiKeys.create({ ...other, keyHash: hashApiKey(otherKey) });
    const id = await uploaded(photo);
    const stolen = await server.whoIsIt({ photo: { uploadId: id }, faceSelection: "LARGEST" }, otherKey);
    expect(stolen).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
    expect(await whoIs(id)).toMatchObject({ outcome: "IDENTIFIED" });

    const own = await db.apiKeys.findByHash(hashApiKey(API_KEY));
    const expired = await db.uploads.save({ callerId: own!.id, data: photo, expiresAt: new Date(Date.now() - 1) });
    expect(await whoIs(expired)).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
  });

  it("refuses what is no photo, too large, empty, unnamed or not a POST", async () => {
    const code = (status: number, name: string) => ({ status, body: { errors: [{ extensions: { code: name } }] } });
    expect(await upload(Buffer.from("<svg/>"))).toMatchObject(code(415, "UNSUPPORTED_IMAGE"));
    expect(await upload(await sharp(photo).gif().toBuffer())).toMatchObject(code(413, "BODY_TOO_LARGE"));
    expect(await upload(Buffer.concat([photo, Buffer.alloc(MAX_IMAGE_BYTES)]))).toMatchObject(
      code(413, "BODY_TOO_LARGE"),
    );
    expect(await upload(Buffer.alloc(0))).toMatchObject(code(400, "CORRUPT_IMAGE"));
    expect(await upload(photo, null)).toMatchObject(code(401, "UNAUTHENTICATED"));
    expect(await upload(undefined, API_KEY, "GET")).toMatchObject(code(405, "METHOD_NOT_ALLOWED"));
  });

  it("finds out that an upload is damaged when it is used", async () => {
    const damaged = await uploaded(photo.subarray(0, 5000));
    expect(await server.whoIsIt({ photo: { uploadId: damaged } })).toMatchObject({ code: "CORRUPT_IMAGE" });
    expect(await server.whoIsIt({ photo: { uploadId: "no-such-upload" } })).toMatchObject({ code: "UPLOAD_NOT_FOUND" });
    expect(await server.whoIsIt({ photo: { uploadId: "x", ...image(photo) } })).toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BAD_PHOTOS, MARKER, ODD_PHOTOS } from "./support/bad-photos.js";
import { image, portrait } from "./support/photos.js";
import { cpuSeconds, memoryMib } from "./support/process-figures.js";
import { API_KEY, DELETE_PERSON, DETECT_FACES, ENROLL, TestServer, VERIFY, WHO_IS_IT } from "./support/server.js";

/** Of a call, on the mean of those of one test; processor time, so that the other work of the machine does not count. */
const MOST_CPU_SECONDS = 20;

const CORRUPT = "CORRUPT_IMAGE";
const UNSUPPORTED = "UNSUPPORTED_IMAGE";
const TOO_LARGE = "IMAGE_TOO_LARGE";
const cuts = (format: string) =>
  Array.from({ length: 9 }, (_, i) => [`${format} cut to ${i + 1} tenths`, CORRUPT] as const);

/** The code that enroll, verify and whoIsIt answer, and the status of POST /v1/images, which looks at the beginning alone. */
const EXPECTED: readonly (readonly [photo: string, code: string, uploadStatus?: number])[] = [
  ["0 bytes", "INVALID_INPUT", 400],
  ["1 byte", UNSUPPORTED, 415],
  ...cuts("jpeg"),
  ...cuts("png"),
  ...cuts("webp"),
  ["40,000 x 1 pixels", TOO_LARGE],
  ["8 x 8 pixels", UNSUPPORTED],
  ["12,000 x 12,000 PNG", TOO_LARGE],
  ["12,000 x 12,000 JPEG", TOO_LARGE],
  ["JPEG that says 65,500 x 65,500", TOO_LARGE],
  ["PNG that says more than it holds", CORRUPT],
  // Decoders stop at the size of the header: it is a black picture.
  ["PNG that says less than it holds", "NO_FACE"],
  ["PNG that says 0 x 0", CORRUPT],
  ["PNG that says 2 gigapixels a side", CORRUPT],
  ["PNG that unpacks to 300 MB", "NO_FACE"],
  ["PNG with a wrong checksum", CORRUPT],
  ["PNG without pixels", CORRUPT],
  ["PNG whose first chunk is not its header", CORRUPT],
  ["largest picture, flat, as JPEG", "NO_FACE"],
  ["interlaced 16-bit PNG of 9 megapixels", "NO_FACE"],
  ["largest picture, progressive JPEG", "NO_FACE"],
  ["JPEG of 882 scans", UNSUPPORTED],
  ["JPEG with a broken Huffman table in the middle", CORRUPT],
  // The decoder knows that coding, and sees noise.
  ["JPEG that says it is arithmetic-coded", "NO_FACE"],
  ["JPEG that says it is lossless", CORRUPT],
  ["JPEG that says it has 12 bits", CORRUPT],
  ["JPEG start and random bytes", CORRUPT],
  ["PNG signature and random bytes", CORRUPT],
  ["PNG header and random bytes", CORRUPT],
  ["PNG header and random bytes, packed", CORRUPT],
  ["WebP head and random bytes", CORRUPT],
  ["WebP that says 16,384 x 16,384", CORRUPT],
  ["SVG", UNSUPPORTED, 415],
  ["SVG that reads a file", UNSUPPORTED, 415],
  ["HTML", UNSUPPORTED, 415],
  ["GIF", UNSUPPORTED, 415],
  ["TIFF", UNSUPPORTED, 415],
  ["AVIF", UNSUPPORTED, 415],
  ["HEIC magic", UNSUPPORTED, 415],
  ["BMP magic", UNSUPPORTED, 415],
  ["PDF magic", UNSUPPORTED, 415],
  ["PostScript magic", UNSUPPORTED, 415],
  ["zip magic", UNSUPPORTED, 415],
  ["RIFF that is no WebP", UNSUPPORTED, 415],
  ["animated WebP", UNSUPPORTED],
  ["APNG", UNSUPPORTED],
  ["nobody on it", "NO_FACE"],
  ["many people on it", "MULTIPLE_FACES"],
  ["more bytes than a photo may have", TOO_LARGE, 413],
];

/** Those that take the most memory. */
const HEAVIEST = [
  "largest picture, flat, as JPEG",
  "interlaced 16-bit PNG of 9 megapixels",
  "largest picture, progressive JPEG",
  "12,000 x 12,000 PNG",
  "PNG that unpacks to 300 MB",
  "more bytes than a photo may have",
] as const;

/** Beyond what a server holds whose threads have seen small photos only, in MiB. */
const MOST_GROWTH_MIB = { kept: 1200, atPeak: 1800, byRepetition: 400 } as const;

describe("hostile photos", () => {
  let server: TestServer;
  let cpuBefore: number | undefined;
  let memoryBefore: Awaited<ReturnType<typeof memoryMib>>;
  let calls = 0;
  const good = async () => image(await portrait("ada"));

  beforeAll(async () => {
    server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY, LOG_LEVEL: "trace" });
    const photo = await good();
    await server.enroll({ externalId: "ada", photos: [photo] });
    await Promise.all(Array.from({ length: 8 }, () => server.whoIsIt({ photo })));
    memoryBefore = await memoryMib(server.child.pid!);
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    cpuBefore = await cpuSeconds(server.child.pid!);
    calls = 0;
  });
  afterEach(async () => {
    const cpuAfter = await cpuSeconds(server.child.pid!);
    if (cpuBefore !== undefined && cpuAfter !== undefined) {
      expect(cpuAfter - cpuBefore).toBeLessThan(MOST_CPU_SECONDS * Math.max(1, calls));
    }
  });

  /** What holds for every call. @returns the result of its one root field. */
  async function send(query: string, input: Record<string, unknown>) {
    calls++;
    const { status, text, body } = await server.post({ query, variables: { input } });
    expect(status).toBeLessThan(500);
    expect(text).not.toContain(MARKER);
    expect(body.errors).toBeUndefined();
    const [result] = Object.values<Record<string, unknown>>(body.data);
    return result!;
  }

  async function upload(bytes: Buffer) {
    const response = await fetch(`${server.url}/v1/images`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}` },
      body: new Uint8Array(bytes),
    });
    const text = await response.text();
    expect(text).not.toContain(MARKER);
    return { status: response.status, uploadId: (JSON.parse(text) as { uploadId?: string }).uploadId };
  }

  it("are all in the table, once", () => {
    expect(EXPECTED.map(([name]) => name).toSorted()).toEqual(Object.keys(BAD_PHOTOS).toSorted());
  });

  it.each(EXPECTED.map(([name, code, uploadStatus = 201]) => ({ name, code, uploadStatus })))(
    "$name: $code",
    async ({ name, code, uploadStatus }) => {
      const bytes = await BAD_PHOTOS[name]!();
      const photo = image(bytes);
      expect(await send(ENROLL, { externalId: "bad", photos: [photo] })).toMatchObject({ code });
      expect(await send(VERIFY, { externalId: "ada", photo })).toMatchObject({ code });
      expect(await send(WHO_IS_IT, { photo })).toMatchObject({ code });
      // Of several faces none is chosen here, and a poor one is told of in its quality.
      const located = ["MULTIPLE_FACES", "LOW_QUALITY"].includes(code) ? { __typename: "DetectedFaces" } : { code };
      expect(await send(DETECT_FACES, { photo })).toMatchObject(located);
      const { status, uploadId } = await upload(bytes);
      expect(status).toBe(uploadStatus);
      if (uploadId !== undefined) expect(await send(WHO_IS_IT, { photo: { uploadId } })).toMatchObject({ code });
      const middle = Math.max(0, photo.base64.length / 2 - 30);
      if (bytes.length > 100) expect(server.log).not.toContain(photo.base64.slice(middle, middle + 60));
    },
    180_000,
  );

  it.each(Object.entries(ODD_PHOTOS))(
    "recognises a person on: %s",
    async (_name, make) => {
      const bytes = await make();
      const photo = image(bytes);
      expect(await send(VERIFY, { externalId: "ada", photo })).toMatchObject({ decision: "ACCEPT" });
      const found = { outcome: "IDENTIFIED", candidates: [{ person: { externalId: "ada" } }] };
      expect(await send(WHO_IS_IT, { photo, limit: 1 })).toMatchObject(found);
      const { uploadId } = await upload(bytes);
      expect(await send(WHO_IS_IT, { photo: { uploadId }, limit: 1 })).toMatchObject(found);
      const enrolled = await send(ENROLL, { externalId: "odd", photos: [photo], confirmDuplicate: true });
      expect(enrolled).toMatchObject({ __typename: "Enrolled" });
      expect(await send(DELETE_PERSON, { externalId: "odd" })).toMatchObject({ __typename: "PersonDeleted" });
    },
    180_000,
  );

  it("leave a server that goes on recognising, and a log without a trace of them", async () => {
    expect(await server.whoIsIt({ photo: await good() })).toMatchObject({ outcome: "IDENTIFIED" });
    expect(server.log).not.toContain(MARKER);
    expect(server.log).not.toContain("internal error");
    expect(server.child.exitCode).toBeNull();
  });

  it("leave the memory of the server as it was, however often the heaviest come", async () => {
    const photos: { base64: string }[] = [];
    for (const name of HEAVIEST) photos.push(image(await BAD_PHOTOS[name]!()));
    const memoryAfterRound = async () => {
      for (const photo of photos) await Promise.all([1, 2, 3].map(() => send(WHO_IS_IT, { photo })));
      const photo = await good();
      for (let i = 0; i < 4; i++) await server.whoIsIt({ photo });
      return memoryMib(server.child.pid!);
    };
    const once = await memoryAfterRound();
    await memoryAfterRound();
    const often = await memoryAfterRound();
    // Without /proc nothing is known of it.
    if (memoryBefore === undefined || once === undefined || often === undefined) return;
    expect(often.now - once.now).toBeLessThan(MOST_GROWTH_MIB.byRepetition);
    expect(often.now - memoryBefore.now).toBeLessThan(MOST_GROWTH_MIB.kept);
    expect(often.peak - memoryBefore.peak).toBeLessThan(MOST_GROWTH_MIB.atPeak);
  }, 300_000);
});

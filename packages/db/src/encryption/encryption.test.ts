import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DecryptionError, KeyError } from "./errors.js";
import { fileKeyProvider } from "./file-key-provider.js";
import { environmentKeyProvider } from "./key-provider.js";
import { type Binding, open, SEAL_OVERHEAD_BYTES, seal } from "./sealed-box.js";
import { decodeVector, encodeVector } from "./vector-codec.js";

const BINDING: Binding = { purpose: "template-vector", ownerId: "person", rowId: "row", modelId: "model" };
const key = randomBytes(32);

describe("sealed box", () => {
  it("opens to what was sealed, and never looks the same twice", () => {
    const plain = randomBytes(100);
    const [first, second] = [seal(key, BINDING, plain), seal(key, BINDING, plain)];
    expect(open(key, BINDING, first)).toEqual(plain);
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
    expect(first).toHaveLength(plain.length + SEAL_OVERHEAD_BYTES);
  });

  it.each(Object.keys(BINDING))("does not open where the %s is another", (part) => {
    const box = seal(key, BINDING, randomBytes(16));
    expect(() => open(key, { ...BINDING, [part]: "other" }, box)).toThrow(DecryptionError);
  });

  it("does not confuse bindings whose parts join to the same text", () => {
    const box = seal(key, { ...BINDING, ownerId: "ab", rowId: "c" }, randomBytes(16));
    expect(() => open(key, { ...BINDING, ownerId: "a", rowId: "bc" }, box)).toThrow(DecryptionError);
  });

  it("does not open when any one bit was changed, or with another key, or cut short", () => {
    const box = seal(key, BINDING, randomBytes(8));
    for (let bit = 0; bit < box.length * 8; bit++) {
      const changed = Uint8Array.from(box);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => open(key, BINDING, changed)).toThrow(DecryptionError);
    }
    expect(() => open(randomBytes(32), BINDING, box)).toThrow(DecryptionError);
    for (let length = 0; length < box.length; length++) {
      expect(() => open(key, BINDING, box.subarray(0, length))).toThrow(DecryptionError);
    }
  });
});

describe("vector codec", () => {
  it("keeps every bit, also of a view into a larger buffer", () => {
    for (let length = 1; length <= 300; length++) {
      // Any finite bits, negative zero and denormals included; one component is left before the view.
      const words = new Uint32Array(Uint8Array.from(randomBytes((length + 1) * 4)).buffer);
      words[1] = [0x8000_0000, 1, 0x7f7f_ffff][length % 3]!;
      const all = new Float32Array(words.buffer).map((value) => (Number.isFinite(value) ? value : 0));
      const vector = all.subarray(1);
      const decoded = decodeVector(Buffer.from(encodeVector(vector)));
      expect(new Uint32Array(decoded.buffer)).toEqual(new Uint32Array(vector.slice().buffer));
    }
  });

  it("is little-endian float32", () => {
    expect(Buffer.from(encodeVector(Float32Array.of(1, -2))).toString("hex")).toBe("0000803f000000c0");
  });

  it("refuses what is no embedding", () => {
    expect(() => encodeVector(Float32Array.of())).toThrow(RangeError);
    expect(() => encodeVector(Float32Array.of(1, Number.NaN))).toThrow(RangeError);
    expect(() => decodeVector(new Uint8Array(5))).toThrow(RangeError);
  });
});

describe("key providers", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "facenet-key-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);

  it("makes a key file on first use that only the owner can read, and uses the same one afterwards", async () => {
    const path = join(folder, "new folder", "master.key");
    const first = await fileKeyProvider(path);
    const second = await fileKeyProvider(path);
    const { mode, size } = await stat(path);
    expect(size).toBe(32);
    if (process.platform !== "win32") expect(mode & 0o777).toBe(0o600);
    expect(second.keyId).toBe(first.keyId);
    const dataKey = randomBytes(32);
    expect(await second.unwrap(await first.wrap(dataKey), first.keyId)).toEqual(dataKey);
    expect(await readdir(join(folder, "new folder"))).toEqual(["master.key"]);
  });

  it("gives concurrent first users one and the same key", async () => {
    const providers = await Promise.all(Array.from({ length: 8 }, () => fileKeyProvider(file("raced.key"))));
    expect(new Set(providers.map(({ keyId }) => keyId)).size).toBe(1);
  });

  it("makes no file when told not to, and says that the original is needed", async () => {
    await expect(fileKeyProvider(file("absent.key"), { create: false })).rejects.toThrow(/missing.*backup/s);
    await expect(stat(file("absent.key"))).rejects.toThrow("ENOENT");
  });

  it.runIf(process.platform !== "win32")(
    "refuses a file that others can read, saying how to put it right",
    async () => {
      await fileKeyProvider(file("open.key"));
      for (const mode of [0o640, 0o604, 0o660]) {
        await chmod(file("open.key"), mode);
        await expect(fileKeyProvider(file("open.key"))).rejects.toThrow(/other users.*chmod 600/s);
      }
    },
  );

  it.each([0, 31, 33])("refuses a file of %i bytes and leaves it as it is", async (length) => {
    const path = file(`length-${length}.key`);
    await writeFile(path, randomBytes(length), { mode: 0o600 });
    await expect(fileKeyProvider(path)).rejects.toThrow(KeyError);
    expect(await readFile(path)).toHaveLength(length);
  });

  it("names and uses a key alike, wherever it is kept", async () => {
    const fromFile = await fileKeyProvider(file("moved.key"));
    const fromEnvironment = environmentKeyProvider((await readFile(file("moved.key"))).toString("base64"));
    expect(fromEnvironment.keyId).toBe(fromFile.keyId);
    const dataKey = randomBytes(32);
    expect(await fromEnvironment.unwrap(await fromFile.wrap(dataKey), fromFile.keyId)).toEqual(dataKey);
  });

  it.each(["", "not base64!", Buffer.alloc(31, 7).toString("base64"), Buffer.alloc(32).toString("base64")])(
    "refuses %j from the environment without repeating it",
    (text) => {
      expect(() => environmentKeyProvider(text)).toThrow(KeyError);
      if (text) expect(() => environmentKeyProvider(text)).not.toThrow(text);
    },
  );

  it("does not unwrap another master key's data keys, nor changed ones", async () => {
    const [one, two] = [0, 1].map(() => environmentKeyProvider(randomBytes(32).toString("base64"))) as [
      ReturnType<typeof environmentKeyProvider>,
      ReturnType<typeof environmentKeyProvider>,
    ];
    const wrapped = await one.wrap(randomBytes(32));
    await expect(two.unwrap(wrapped, one.keyId)).rejects.toThrow(KeyError);
    await expect(two.unwrap(wrapped, two.keyId)).rejects.toThrow(DecryptionError);
    wrapped[40]! ^= 1;
    await expect(one.unwrap(wrapped, one.keyId)).rejects.toThrow(DecryptionError);
  });

  it("has a MAC of its own for each purpose and each key", () => {
    const [base64, other] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
    const mac = (source: string, purpose: string) =>
      environmentKeyProvider(source).mac(purpose, Buffer.from("photo")).toString("hex");
    expect(mac(base64, "a")).toBe(mac(base64, "a"));
    expect(new Set([mac(base64, "a"), mac(base64, "b"), mac(other, "a")]).size).toBe(3);
  });
});

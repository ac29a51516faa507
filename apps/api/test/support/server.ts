import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const START_TIMEOUT_MS = 120_000;

export const API_KEY = "end-to-end-key-of-the-operator-0001";

/** Reachable for the user that PostgreSQL runs as when the tests run as root. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), "facenet-api-test-"));
  await chmod(dataDir, 0o711);
  return dataDir;
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

export class TestServer {
  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
    private readonly output: { out: string; err: string },
    readonly exited: Promise<number | null>,
    private readonly ownDataDir: string | undefined,
  ) {}

  /**
   * The built server, as a process of its own. Without a `DATA_DIR` it gets one that is gone when it has stopped. Rejects with
   * what it printed when it ends before it is ready.
   */
  static async start(env: Record<string, string>): Promise<TestServer> {
    const ownDataDir = env.DATA_DIR === undefined ? await makeDataDir() : undefined;
    const { child, output, exited } = spawnServer(ownDataDir === undefined ? env : { ...env, DATA_DIR: ownDataDir });
    const url = await new Promise<string>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(new Error(`The server does not start:\n${output.err}`)), START_TIMEOUT_MS);
      child.stdout?.on("data", () => {
        const match = /The API is ready at (\S+)\/graphql.*Ctrl-C/s.exec(output.out);
        if (match?.[1] === undefined) return;
        clearTimeout(giveUp);
        resolve(match[1]);
      });
      void exited.then((code) => {
        clearTimeout(giveUp);
        reject(new Error(`The server ended with ${code}:\n${output.out}\n${output.err}`));
      });
    });
    return new TestServer(child, url, output, exited, ownDataDir);
  }

  /** For starts that are expected to fail. */
  static async runToEnd(env: Record<string, string>): Promise<{ code: number | null; out: string; err: string }> {
    const { output, exited } = spawnServer(env);
    return { code: await exited, ...output };
  }

  get stdout(): string {
    return this.output.out;
  }

  get log(): string {
    return this.output.err;
  }

  /** Without ids of requests and keys, in whose digits short names turn up by chance. */
  get logWithoutIds(): string {
    return this.log.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "id");
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    const code = await this.exited;
    if (this.ownDataDir !== undefined) await removeDataDir(this.ownDataDir);
    return code;
  }

  /** @returns status, headers and the parsed body. */
  async post(body: unknown, options: { key?: string | null; headers?: Record<string, string> } = {}) {
    const key = options.key === undefined ? API_KEY : options.key;
    const response = await fetch(`${this.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...options.headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }

  /** `data` of a call that is expected to have no errors. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they asked for
  async call(query: string, variables: Record<string, unknown> = {}, key?: string): Promise<any> {
    const { body } = await this.post({ query, variables }, key === undefined ? {} : { key });
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }

  async enroll(input: Record<string, unknown>, key?: string) {
    return (await this.call(ENROLL, { input }, key)).enroll;
  }

  async verify(input: Record<string, unknown>, key?: string) {
    return (await this.call(VERIFY, { input }, key)).verify;
  }

  async whoIsIt(input: Record<string, unknown>, key?: string) {
    return (await this.call(WHO_IS_IT, { input }, key)).whoIsIt;
  }

  async detectFaces(input: object, key?: string) {
    return (await this.call(DETECT_FACES, { input }, key)).detectFaces;
  }
}

function spawnServer(env: Record<string, string>) {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...(PATH === undefined ? {} : { PATH }),
      ...(HOME === undefined ? {} : { HOME }),
      ...(TMPDIR === undefined ? {} : { TMPDIR }),
      PORT: "0",
      ENGINE_THREADS: "2",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.err += text;
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, output, exited };
}

const PROBLEM = "... on Problem { code message } ... on InvalidInput { field }";
const PHOTO_PROBLEM = `${PROBLEM} ... on LowQuality { reasons } ... on MultipleFaces { faces { box { x y width height } } }`;
const PHOTOS = "photos { accepted problem { code message } quality { score sizePx reasons } photo { id } }";

export const ENROLL = `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename ${PHOTO_PROBLEM}
  ... on ProbableDuplicate { candidate { externalId } distance }
  ... on Enrolled { person { id externalId displayName photos { id } } ${PHOTOS} attempt { id } } } }`;
export const ADD_PHOTOS = `mutation ($input: AddPhotosInput!) { addPhotos(input: $input) { __typename ${PHOTO_PROBLEM}
  ... on ProbableDuplicate { candidate { externalId } distance }
  ... on PhotosAdded { person { photos { id } } ${PHOTOS} } } }`;
export const REMOVE_PHOTO = `mutation ($input: RemovePhotoInput!) { removePhoto(input: $input) { __typename ${PROBLEM}
  ... on PhotoRemoved { photoId person { photos { id } } } } }`;
export const DELETE_PERSON = `mutation ($input: DeletePersonInput!) { deletePerson(input: $input) { __typename ${PROBLEM}
  ... on PersonDeleted { externalId } } }`;
export const VERIFY = `mutation ($input: VerifyInput!) { verify(input: $input) { __typename ${PHOTO_PROBLEM}
  ... on Verification { decision distance threshold attempt { id } } } }`;
export const DETECT_FACES = `query ($input: DetectFacesInput!) { detectFaces(input: $input) { __typename ${PROBLEM}
  ... on DetectedFaces { omittedFaces faces { box { x y width height } quality { score reasons } } } } }`;
export const WHO_IS_IT = `query ($input: WhoIsItInput!) { whoIsIt(input: $input) { __typename ${PHOTO_PROBLEM}
  ... on Identification { outcome threshold candidates { person { externalId } distance } attempt { id } } } }`;

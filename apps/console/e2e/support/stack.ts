import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { RunningProgram } from "./running-program.js";

const require = createRequire(import.meta.url);
// By the workspace, since the benchmark runs this from where it is compiled to.
export const CONSOLE_FOLDER = dirname(require.resolve("facenet-console/package.json"));
const API = join(CONSOLE_FOLDER, "..", "api", "dist", "main.js");
const CONSOLE = join(CONSOLE_FOLDER, "scripts", "serve.mjs");

export const KEY = "console-end-to-end-key-of-the-operator";

/** The product as `npm start` runs it: the API on a database of its own, and the console in front of both. */
export class Stack {
  private constructor(
    private readonly dataDir: string,
    private readonly api: RunningProgram,
    private readonly front: RunningProgram,
    /** Where browsers go. */
    readonly url: string,
    /** Where programs may go too. */
    readonly apiUrl: string,
    readonly setUpLink: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<Stack> {
    const dataDir = await mkdtemp(join(tmpdir(), "facenet-console-test-"));
    // Reachable for the user that PostgreSQL runs as when the tests run as root.
    await chmod(dataDir, 0o711);
    const port = await freePort();
    const api = await RunningProgram.start(
      API,
      {
        ...{ DATA_DIR: dataDir, PORT: "0", CONSOLE_PORT: String(port), BOOTSTRAP_API_KEY: KEY },
        ...{ ENGINE_THREADS: "1", LOG_LEVEL: "error", SIGN_IN_PER_MINUTE: "1000", ...env },
      },
      /The API is ready at (\S+)\/graphql.*Ctrl-C/s,
    );
    const setUpLink = /\bhttp\S+\/set-up#\S+/.exec(api.said)?.[0];
    if (setUpLink === undefined) throw new Error("The API printed no set-up link.");
    const front = await RunningProgram.start(
      CONSOLE,
      { CONSOLE_PORT: String(port), API_URL: api.address, NODE_ENV: "production", ...env },
      /Console: (\S+)/,
    );
    return new Stack(dataDir, api, front, front.address, api.address, setUpLink);
  }

  /** A call as a program makes it. */
  async call<Data>(query: string, variables: object = {}, key = KEY): Promise<Data> {
    const response = await fetch(`${this.apiUrl}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(`${response.status} ${JSON.stringify(errors)}`);
    return data;
  }

  async stop(): Promise<void> {
    const ended = [await this.front.stop(), await this.api.stop()];
    await rm(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    if (ended.some((code) => code !== 0)) throw new Error(`The programs ended with ${ended.join(" and ")}.`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

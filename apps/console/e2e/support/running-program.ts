import { type ChildProcess, spawn } from "node:child_process";

const START_TIMEOUT_MS = 120_000;

/** A program of its own, up from the moment at which its output matches. */
export class RunningProgram {
  private constructor(
    private readonly child: ChildProcess,
    private readonly exited: Promise<number | null>,
    readonly address: string,
    private readonly output: () => string,
  ) {}

  /** What it has said so far, on standard output. */
  get said(): string {
    return this.output();
  }

  /** @param ready its first group is the address */
  static async start(
    script: string,
    env: Record<string, string>,
    ready: RegExp,
    args: readonly string[] = [],
  ): Promise<RunningProgram> {
    const { PATH, HOME, TMPDIR } = process.env;
    const inherited = Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined);
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...Object.fromEntries(inherited), ...env } as unknown as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    let out = "";
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const address = await new Promise<string>((resolve, reject) => {
      const giveUp = setTimeout(() => {
        child.kill();
        reject(new Error(`Not ready in time:\n${out}\n${err}`));
      }, START_TIMEOUT_MS);
      child.stdout.on("data", (chunk) => {
        out += chunk;
        const match = ready.exec(out);
        if (match?.[1] === undefined) return;
        clearTimeout(giveUp);
        resolve(match[1]);
      });
      void exited.then((code) => {
        clearTimeout(giveUp);
        reject(new Error(`Ended with ${code}:\n${out}\n${err}`));
      });
    });
    return new RunningProgram(child, exited, address, () => out);
  }

  async stop(): Promise<number | null> {
    this.child.kill("SIGTERM");
    return this.exited;
  }
}

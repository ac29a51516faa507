import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ContenderName } from "./contender.js";
import type { ContenderAnswer, ContenderTask, Described } from "./contender-child.js";

type Answer<K extends ContenderAnswer["kind"]> = Extract<ContenderAnswer, { kind: K }>;

/** Asks a contender in its own process, one question at a time. */
export class ContenderProcess {
  private readonly child: ChildProcess;
  private readonly begun = performance.now();
  private complaints = "";

  private constructor() {
    // Some packages greet on both streams; what they say matters only when they fail.
    this.child = fork(fileURLToPath(new URL("./contender-child.js", import.meta.url)), [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.complaints = (this.complaints + text).slice(-4000);
    });
  }

  /** With the time from the start of the process to the descriptor of `photo`. */
  static async start(
    name: ContenderName,
    photo: Uint8Array,
  ): Promise<{ process: ContenderProcess; coldStartMs: number }> {
    const started = new ContenderProcess();
    await started.ask("opened", { kind: "open", name });
    await started.describe([photo]);
    return { process: started, coldStartMs: performance.now() - started.begun };
  }

  /** One after another, as a server at work does it. */
  async describe(photos: readonly Uint8Array[]): Promise<readonly Described[]> {
    return (await this.ask("described", { kind: "describe", photos })).faces;
  }

  /** @returns what it holds in memory, in bytes */
  async end(): Promise<number> {
    return (await this.ask("ended", { kind: "end" })).rssBytes;
  }

  kill(): void {
    this.child.kill();
  }

  private ask<K extends ContenderAnswer["kind"]>(kind: K, task: ContenderTask): Promise<Answer<K>> {
    return new Promise((resolve, reject) => {
      const onMessage = (answer: ContenderAnswer) => {
        this.child.off("close", onClose);
        if (answer.kind === kind) resolve(answer as Answer<K>);
        else reject(new Error(`expected "${kind}" as an answer, got "${answer.kind}"`));
      };
      const onClose = (code: number | null) => {
        this.child.off("message", onMessage);
        reject(new Error(`A contender ended with ${code}:\n${this.complaints}`));
      };
      this.child.once("message", onMessage);
      this.child.once("close", onClose);
      this.child.send(task);
    });
  }
}

import type { Logger } from "pino";

export type StopReason = { kind: "signal"; signal: string } | { kind: "failure"; error: unknown };

interface Part {
  name: string;
  stop: () => Promise<void>;
}

/** Thrown out of a start that was asked to stop. */
export class StoppedWhileStartingError extends Error {
  override readonly name = "StoppedWhileStartingError";
}

/** What was started is stopped in reverse order, once; a part that fails to stop does not keep the others running. */
export class Lifecycle {
  private readonly parts: Part[] = [];
  private requested: StopReason | undefined;
  private announce: (reason: StopReason) => void = () => undefined;
  /** Resolves with the first reason to stop. */
  readonly stopRequested = new Promise<StopReason>((resolve) => {
    this.announce = resolve;
  });

  constructor(private readonly log: Logger) {}

  get isStopping(): boolean {
    return this.requested !== undefined;
  }

  requestStop(reason: StopReason): void {
    if (this.requested !== undefined) return;
    this.requested = reason;
    this.announce(reason);
  }

  /** Starts a part unless a stop was requested meanwhile; `stop` is called when everything ends. */
  async start<T>(name: string, begin: () => Promise<T>, stop?: (started: T) => Promise<void>): Promise<T> {
    if (this.requested !== undefined) throw new StoppedWhileStartingError();
    const startedAt = performance.now();
    const started = await begin();
    if (stop !== undefined) this.parts.push({ name, stop: () => stop(started) });
    this.log.debug({ part: name, durationMs: Math.round(performance.now() - startedAt) }, "started");
    if (this.requested !== undefined) throw new StoppedWhileStartingError();
    return started;
  }

  /** @returns whether every part stopped in good order. */
  async stopAll(report: (name: string, error: unknown) => void): Promise<boolean> {
    let inGoodOrder = true;
    for (const { name, stop } of this.parts.splice(0).reverse()) {
      try {
        await stop();
        this.log.debug({ part: name }, "stopped");
      } catch (error) {
        inGoodOrder = false;
        report(name, error);
      }
    }
    return inGoodOrder;
  }
}

/** The line is too long. Nothing was done; the same call may succeed after `retryAfterMs`. */
export class EngineBusyError extends Error {
  constructor(readonly retryAfterMs: number) {
    super("the engine's queue is full");
    this.name = "EngineBusyError";
  }
}

export interface WaitingLineOptions {
  /** How many are served at the same time. */
  readonly places: number;
  /** Most that wait in a burst. */
  readonly maxWaiting: number;
  /** Milliseconds from any beginning, never going back. */
  readonly now: () => number;
}

export interface EnterOptions {
  /** Leaves the line when aborted; who is being served is not interrupted. */
  readonly signal?: AbortSignal | undefined;
  /** Part of a call that was served before: it is not sent away, so that a call of many photos ends as it began. */
  readonly admitted?: boolean | undefined;
}

interface Waiting {
  readonly admitted: boolean;
  readonly start: () => void;
  readonly refuse: (error: EngineBusyError) => void;
}

/** Weight of the newest visit in the running mean of the time that one takes. */
const SMOOTHING = 0.1;
const FIRST_GUESS_MS = 30;
/** A line that was crowded for this long when it overflows is no burst any more. */
const SUSTAINED_MS = 500;
/** The places have to stand free for as many mean visits before a long line is allowed again. */
const CALM_VISITS = 4;
const LEAST_RETRY_MS = 250;

/**
 * Who waits for one of a fixed number of places, and who is sent away.
 *
 * A burst is served whole: up to `maxWaiting` wait. Under sustained overload waiting helps nobody, it only makes every
 * answer late: then no more wait than there are places, until there is a pause. Where more wait than there are places, the
 * newest go first and the one that has waited longest is sent away, because its caller is the likeliest to have given up;
 * so whoever is served waited for about one visit, whatever the load ("Fail at Scale", ACM Queue 13(8), 2015: adaptive
 * LIFO and controlled delay).
 */
export class WaitingLine {
  private readonly waiting: Waiting[] = [];
  private running = 0;
  private meanMs = FIRST_GUESS_MS;
  private overloaded = false;
  private crowdedSince: number | undefined;
  private idleSince = 0;

  constructor(private readonly options: WaitingLineOptions) {}

  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.running, waiting: this.waiting.length };
  }

  /**
   * Resolves when a place is free; every visit ends with {@link leave}.
   * @throws EngineBusyError when sent away, the signal's reason when aborted.
   */
  async enter({ signal, admitted = false }: EnterOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    if (this.running < this.options.places) {
      this.noticePause();
      this.running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const settle = () => signal?.removeEventListener("abort", leaveLine);
      const entry: Waiting = {
        admitted,
        start: () => {
          settle();
          resolve();
        },
        refuse: (error) => {
          settle();
          reject(error);
        },
      };
      const leaveLine = () => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        this.noticeCrowd();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", leaveLine, { once: true });
      this.waiting.push(entry);
      this.noticeCrowd();
      this.shorten();
    });
  }

  /** Ends a visit that took `tookMs` milliseconds and lets the next one in. */
  leave(tookMs: number): void {
    this.meanMs += SMOOTHING * (tookMs - this.meanMs);
    const next = this.waiting.length > this.options.places ? this.waiting.pop() : this.waiting.shift();
    this.noticeCrowd();
    if (next !== undefined) {
      next.start();
      return;
    }
    this.running--;
    this.idleSince = this.options.now();
  }

  private noticePause(): void {
    if (this.options.now() - this.idleSince > CALM_VISITS * this.meanMs) this.overloaded = false;
  }

  private noticeCrowd(): void {
    if (this.waiting.length <= this.options.places) this.crowdedSince = undefined;
    else this.crowdedSince ??= this.options.now();
  }

  private shorten(): void {
    const { places, maxWaiting, now } = this.options;
    if (this.waiting.length > maxWaiting && now() - (this.crowdedSince ?? now()) >= SUSTAINED_MS) {
      this.overloaded = true;
    }
    const most = this.overloaded ? Math.min(places, maxWaiting) : maxWaiting;
    while (this.waiting.length > most) {
      const longest = this.waiting.findIndex(({ admitted }) => !admitted);
      if (longest === -1) return;
      const [sentAway] = this.waiting.splice(longest, 1);
      sentAway?.refuse(new EngineBusyError(this.retryAfterMs()));
    }
    this.noticeCrowd();
  }

  /** About the time in which a full line is served. */
  private retryAfterMs(): number {
    const { places, maxWaiting } = this.options;
    return Math.max(LEAST_RETRY_MS, Math.ceil((this.meanMs * maxWaiting) / places));
  }
}

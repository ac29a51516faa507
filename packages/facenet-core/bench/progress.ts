/** Tells a waiting person how far the benchmark is; standard output stays free for the result. */
export interface Progress {
  say(line: string): void;
  /** A step of `total` parts; the result is called after each. */
  of(step: string, total: number): () => void;
}

const EVERY_MS = { terminal: 200, log: 10_000 };

/** Progress on standard error: one line that changes on a terminal, a line now and then in a log. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  const everyMs = stream.isTTY ? EVERY_MS.terminal : EVERY_MS.log;
  return {
    say: (line) => void stream.write(`${line}\n`),
    of(step, total) {
      const begun = performance.now();
      let done = 0;
      let toldAt = begun;
      return () => {
        done++;
        const now = performance.now();
        if (done < total && now - toldAt < everyMs) return;
        toldAt = now;
        const leftSeconds = Math.ceil(((now - begun) / done / 1000) * (total - done));
        const line = `${step}: ${done} of ${total}${done < total ? `, ${leftSeconds} s left` : ""}`;
        stream.write(stream.isTTY ? `\r\x1b[K${line}${done < total ? "" : "\n"}` : `${line}\n`);
      };
    },
  };
}

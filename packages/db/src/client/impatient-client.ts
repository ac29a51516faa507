import pg from "pg";

/** What pg leaves out of its types. */
interface Internals {
  readonly connection: { readonly stream: NodeJS.EventEmitter & { destroy(error: Error): void } };
}

/**
 * A connection that ends itself when PostgreSQL, asked something, says nothing for `timeoutMs`. pg's own `query_timeout`
 * gives up on the query alone: the connection stays, its next query waits behind the one without an answer, and a
 * transaction hands it back to the pool like that. A long answer is no silence: every byte begins the time anew.
 */
export function impatientClient(timeoutMs: number): typeof pg.Client {
  return class ImpatientClient extends pg.Client {
    private patience: NodeJS.Timeout | undefined;

    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.once("connect", () => this.stream.on("data", () => this.patience?.refresh()));
      // All that was asked is answered.
      this.on("drain", () => this.stopWaiting());
      this.once("end", () => this.stopWaiting());
    }

    // biome-ignore lint/suspicious/noExplicitAny: query() has a dozen overloads, passed on as they come
    override query(...args: any[]): any {
      this.patience ??= setTimeout(() => {
        this.stopWaiting();
        this.stream.destroy(new Error("Connection terminated: the database did not answer in time"));
      }, timeoutMs);
      return (super.query as (...args: unknown[]) => unknown)(...args);
    }

    private get stream(): Internals["connection"]["stream"] {
      return (this as unknown as Internals).connection.stream;
    }

    private stopWaiting(): void {
      clearTimeout(this.patience);
      this.patience = undefined;
    }
  };
}

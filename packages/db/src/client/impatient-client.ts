import pg from "pg";

/** What pg leaves out of its types. */
interface Internals {
  readonly connection: { readonly stream: NodeJS.EventEmitter & { destroy(error: Error): void } };
}

/**
 * A connection that ends itself when PostgreSQL, asked something, says nothing for `timeoutMs`. pg's own `query_timeout`
 * gives up on the query alone: the connection stays, its next query waits behind the one without an answer, and a
 * transaction hands it back to the pool like that. A long answer is no silence: every byte begins the time anew.
 *
 * Connections that idle meanwhile came by the same way and are ended with it; else each of them would cost a caller as much
 * time once the database is back.
 */
export function impatientClient(timeoutMs: number): typeof pg.Client {
  const connected = new Set<{ readonly isIdle: boolean; giveUp(): void }>();
  return class ImpatientClient extends pg.Client {
    private patience: NodeJS.Timeout | undefined;

    constructor(config?: string | pg.ClientConfig) {
      super(config);
      this.once("connect", () => {
        connected.add(this);
        this.stream.on("data", () => this.patience?.refresh());
      });
      // All that was asked is answered.
      this.on("drain", () => this.stopWaiting());
      this.once("end", () => {
        connected.delete(this);
        this.stopWaiting();
      });
    }

    // biome-ignore lint/suspicious/noExplicitAny: query() has a dozen overloads, passed on as they come
    override query(...args: any[]): any {
      this.patience ??= setTimeout(() => {
        this.giveUp();
        for (const other of connected) if (other.isIdle) other.giveUp();
      }, timeoutMs);
      return (super.query as (...args: unknown[]) => unknown)(...args);
    }

    get isIdle(): boolean {
      return this.patience === undefined;
    }

    giveUp(): void {
      connected.delete(this);
      this.stopWaiting();
      this.stream.destroy(new Error("Connection terminated: the database did not answer in time"));
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

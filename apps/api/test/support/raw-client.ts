import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A client that sends what no HTTP library would, at its own pace. */
export function rawClient(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  let wake: () => void = () => undefined;
  socket.setEncoding("latin1").on("data", (text: string) => {
    received += text;
    wake();
  });
  // Being cut off is what many a test is about.
  socket.on("error", () => undefined);
  let isClosed = false;
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      isClosed = true;
      wake();
      resolve();
    });
  });

  return {
    send: (text: string | Uint8Array) => socket.write(text),
    close: () => socket.destroy(),
    /** When the server has ended the connection. */
    closed,
    get received() {
      return received;
    },
    /** The next answer, as soon as it is whole; an interim one (100) too. Rejects when the connection ends before. */
    async answer(): Promise<RawAnswer> {
      for (;;) {
        const parsed = parseAnswer(received);
        if (parsed !== undefined) {
          received = received.slice(parsed.length);
          return parsed.answer;
        }
        if (isClosed) throw new Error(`The connection ended after: ${JSON.stringify(received)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function parseAnswer(text: string): { answer: RawAnswer; length: number } | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine = "", ...lines] = text.slice(0, headEnd).split("\r\n");
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const length = headEnd + 4 + Number(headers.get("content-length") ?? 0);
  if (text.length < length) return undefined;
  const status = Number(statusLine.split(" ")[1]);
  return { answer: { status, headers, body: text.slice(headEnd + 4, length) }, length };
}

/** The head of a POST; header lines are joined as they are. */
export function postHead(path: string, ...headers: string[]): string {
  return [`POST ${path} HTTP/1.1`, "Host: localhost", ...headers, "", ""].join("\r\n");
}

export function chunkOf(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

import type { Response } from "express";

export interface BodyReaderLimits {
  /** Bytes that the bodies of all requests in hand may take together. */
  readonly maxHeldBytes: number;
  /** Longest pause between two pieces of a body. How long the whole may take is the server's `requestTimeout`. */
  readonly maxPauseMs: number;
}

export interface WantedBody {
  readonly maxBytes: number;
  /** Judges the first 12 bytes, or all where there are fewer, before more is read. An empty body is not judged. */
  readonly accepts: (beginning: Buffer) => boolean;
}

export type Body =
  | { readonly kind: "whole"; readonly bytes: Buffer }
  /** `accepts` said no. */
  | { readonly kind: "notAccepted" }
  | { readonly kind: "compressed" }
  | { readonly kind: "tooLarge"; readonly maxBytes: number }
  | { readonly kind: "tooSlow" }
  /** `maxHeldBytes` are taken. */
  | { readonly kind: "noRoom" }
  | { readonly kind: "clientLeft" };

/** Reads the body of the request that the response belongs to, never more of it than it needs to know the outcome. */
export type BodyReader = (response: Response, wanted: WantedBody) => Promise<Body>;

const BEGINNING_BYTES = 12;

/** What is read counts against `maxHeldBytes` until the request is over. */
export function createBodyReader({ maxHeldBytes, maxPauseMs }: BodyReaderLimits): BodyReader {
  let heldBytes = 0;

  return (response, { maxBytes, accepts }) => {
    const request = response.req;
    const { "content-encoding": encoding, "content-length": declaredBytes, expect } = request.headers;
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") return Promise.resolve({ kind: "compressed" });
    if (Number(declaredBytes ?? 0) > maxBytes) return Promise.resolve({ kind: "tooLarge", maxBytes });
    if (request.destroyed) return Promise.resolve({ kind: "clientLeft" });
    // The client waits for this before it sends anything; see listen().
    if (expect !== undefined) response.writeContinue();

    return new Promise((resolve) => {
      const pieces: Buffer[] = [];
      let length = 0;
      let judged = false;
      response.once("close", () => {
        heldBytes -= length;
      });

      const finish = (body: Body) => {
        clearTimeout(patience);
        request.off("data", take).off("end", end).off("close", leave);
        request.pause();
        resolve(body);
      };
      const beginningFits = () => {
        judged = true;
        return accepts(Buffer.concat(pieces).subarray(0, BEGINNING_BYTES));
      };
      const take = (piece: Buffer) => {
        patience.refresh();
        length += piece.length;
        heldBytes += piece.length;
        pieces.push(piece);
        if (!judged && length >= BEGINNING_BYTES && !beginningFits()) finish({ kind: "notAccepted" });
        else if (length > maxBytes) finish({ kind: "tooLarge", maxBytes });
        else if (heldBytes > maxHeldBytes) finish({ kind: "noRoom" });
      };
      const end = () => {
        if (!judged && length > 0 && !beginningFits()) finish({ kind: "notAccepted" });
        else finish({ kind: "whole", bytes: Buffer.concat(pieces, length) });
      };
      const leave = () => finish({ kind: "clientLeft" });
      const patience = setTimeout(() => finish({ kind: "tooSlow" }), maxPauseMs);
      request.on("data", take).once("end", end).once("close", leave);
    });
  };
}

import { AsyncLocalStorage } from "node:async_hooks";
import type { Principal, Request } from "../modules/access/index.js";

/** What is known about the request in hand; for logs and the correlation id of errors. */
export interface RequestRecord {
  readonly requestId: string;
  principal: Principal | undefined;
  /** Names of the root fields that it asks for. */
  operation: readonly string[];
  errorCodes: string[];
  /** Of a stream: aborted when it is to end. */
  signal?: AbortSignal;
  /** The connection was closed before the answer was out. */
  clientLeft: boolean;
}

const current = new AsyncLocalStorage<RequestRecord>();

export function runInRequest<T>(record: RequestRecord, work: () => T): T {
  return current.run(record, work);
}

export function currentRequest(): RequestRecord | undefined {
  return current.getStore();
}

export type ApiContext = Request;

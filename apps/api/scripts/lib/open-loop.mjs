import { Agent, request } from "node:http";

/** Calls in flight at most: beyond it the generator itself would be what is measured. */
const MOST_IN_FLIGHT = 400;

/**
 * @typedef {{ outcome: string, ms: number, retryAfterMs?: number }} Answer
 * `outcome`: what `read` says of the answer; "no answer" when the connection broke.
 */

/**
 * @param {{ url: string, key: string, read: (body: any, status: number) => { outcome: string, retryAfterMs?: number } }} target
 */
export function createCaller({ url, key, read }) {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT });
  /** @param {Buffer} body @param {AbortSignal} [signal] @returns {Promise<Answer>} */
  const call = (body, signal) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const settle = (answer) => resolve({ ...answer, ms: performance.now() - begun });
      const headers = {
        "content-type": "application/json",
        "content-length": body.length,
        authorization: `Bearer ${key}`,
      };
      const sent = request(url, { method: "POST", agent, headers, ...(signal ? { signal } : {}) }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          settle(read(JSON.parse(Buffer.concat(chunks).toString("utf8")), response.statusCode ?? 0)),
        );
        response.on("error", () => settle({ outcome: "no answer" }));
      });
      sent.on("error", () => settle({ outcome: "no answer" }));
      sent.end(body);
    });
  return { call, close: () => agent.destroy() };
}

/**
 * Calls at a fixed rate, whether or not the answers come. Resolves when all are answered.
 *
 * @param {(index: number) => Promise<Answer>} call
 * @param {{ perSecond: number, seconds: number }} options
 * @returns {Promise<{ answers: Answer[], notSent: number }>} `notSent`: calls that the bound of the generator held back
 */
export async function openLoop(call, { perSecond, seconds }) {
  const answers = [];
  const pending = new Set();
  const begun = performance.now();
  const total = Math.round(perSecond * seconds);
  let notSent = 0;
  for (let index = 0; index < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * perSecond) + 1);
    for (; index < due; index++) {
      if (pending.size >= MOST_IN_FLIGHT) {
        notSent++;
        continue;
      }
      const one = call(index).then((answer) => {
        answers.push(answer);
        pending.delete(one);
      });
      pending.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, Math.min(20, 1000 / perSecond))));
  }
  await Promise.all(pending);
  return { answers, notSent };
}

/**
 * `workers` callers that each wait for their answer before they call again.
 *
 * @param {(index: number) => Promise<Answer>} call
 * @param {{ workers: number, seconds: number }} options
 * @returns {Promise<{ answers: Answer[], perSecond: number }>}
 */
export async function closedLoop(call, { workers, seconds }) {
  const answers = [];
  const begun = performance.now();
  let index = 0;
  const worker = async () => {
    while (performance.now() - begun < seconds * 1000) answers.push(await call(index++));
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return { answers, perSecond: answers.length / ((performance.now() - begun) / 1000) };
}

/** @param {readonly number[]} values @param {number} share 0..1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

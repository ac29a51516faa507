import { setMaxListeners } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closedLoop, createCaller, openLoop, quantile } from "./lib/open-loop.mjs";
import { startOwnServer } from "./lib/own-server.mjs";
import { samplePortraits } from "./lib/sample-portraits.mjs";

const HELP = `npm run overload --workspace facenet-api [-- OPTIONS]

Runs a server of its own, measures it unloaded and at the rate that it can sustain, then sends three times that rate and
says what became of every call. Fails when a call is lost, when accepted calls become late, or when memory grows.

  --seconds N     how long each of the loaded phases lasts (default 20)
  --factor N      times the sustainable rate (default 3)
  --threads N     engine threads (default 1)
  --data FOLDER   photos in LFW layout (images/NAME/*.jpg); default: faces of the sample photos that came with the packages
  --json          the report for programs
`;

const { values: args } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    factor: { type: "string", default: "3" },
    threads: { type: "string", default: "1" },
    data: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean" },
  },
});
if (args.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const [seconds, factor, threads] = [args.seconds, args.factor, args.threads].map(Number);
if (![seconds, factor, threads].every((value) => value > 0)) {
  process.stderr.write(HELP);
  process.exit(2);
}
/** Of unloaded p99, in which the p99 of accepted calls under overload has to stay. */
const MOST_TIMES_SLOWER = 2.5;
const MOST_LOOP_DELAY_MS = 50;
const MOST_GROWTH = 1.15;
const PEOPLE = 20;

const progress = (line) => process.stderr.write(`${line}\n`);

/** @returns {Promise<Buffer[]>} photos with one face each */
async function photosOfPeople() {
  if (args.data !== undefined) {
    const names = (await readdir(join(args.data, "images"))).sort().slice(0, 2 * PEOPLE);
    return Promise.all(
      names.map(async (name) => {
        const [first] = (await readdir(join(args.data, "images", name))).sort();
        return readFile(join(args.data, "images", name, first));
      }),
    );
  }
  return samplePortraits();
}

const IDENTIFY = `query ($input: WhoIsItInput!) { answer: whoIsIt(input: $input) { __typename
  ... on Problem { code } ... on Busy { retryAfterMs } ... on Identification { attempt { id } } } }`;
const VERIFY = `mutation ($input: VerifyInput!) { answer: verify(input: $input) { __typename
  ... on Problem { code } ... on Busy { retryAfterMs } ... on Verification { attempt { id } } } }`;
const ENROLL = `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename ... on Problem { code } } }`;

const read = ({ data, errors }, status) => {
  if (errors !== undefined || status !== 200) return { outcome: `error ${errors?.[0]?.extensions?.code ?? status}` };
  const { __typename, code, retryAfterMs, attempt } = data.answer;
  if (__typename === "Busy") return { outcome: "BUSY", retryAfterMs };
  return attempt ? { outcome: "accepted", attemptId: attempt.id } : { outcome: code };
};

const photos = (await photosOfPeople()).map((photo) => ({ base64: photo.toString("base64") }));
progress("Starting a server of its own ...");
const { ask, stop, url, key } = await startOwnServer({
  ENGINE_THREADS: String(threads),
  VERIFY_PER_MINUTE: "0",
  WHO_IS_IT_PER_MINUTE: "0",
});
const caller = createCaller({ url, key, read });
let failed = false;
try {
  const known = [];
  for (const [i, photo] of photos.entries()) {
    const input = { externalId: `p${i}`, photos: [photo], faceSelection: "CENTRAL", confirmDuplicate: true };
    if ((await ask(ENROLL, input)).__typename === "Enrolled") known.push({ externalId: `p${i}`, photo });
    if (known.length === PEOPLE) break;
  }
  const bodies = known.flatMap(({ externalId, photo }) =>
    [
      { query: VERIFY, variables: { input: { externalId, photo, faceSelection: "CENTRAL" } } },
      { query: IDENTIFY, variables: { input: { photo, faceSelection: "CENTRAL" } } },
    ].map((body) => Buffer.from(JSON.stringify(body))),
  );
  const call = (index, signal) => caller.call(bodies[index % bodies.length], signal);
  const figures = async () => {
    const text = await (await fetch(new URL("/metrics", url))).text();
    const of = (name) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
    return {
      loopDelayP99Ms: of("nodejs_eventloop_lag_p99_seconds") * 1000,
      rssMb: of("process_resident_memory_bytes") / 2 ** 20,
      waiting: of('facenet_engine_photos\\{state="waiting"\\}'),
      running: of('facenet_engine_photos\\{state="running"\\}'),
    };
  };
  const accepted = (answers) => answers.filter(({ outcome }) => outcome === "accepted");
  const times = (answers) => accepted(answers).map(({ ms }) => ms);

  progress("Warming up ...");
  // With many at once, so that every connection to the database has been used before anything is measured.
  await closedLoop(call, { workers: 40, seconds: Math.min(5, seconds) });
  progress("Unloaded: one call after the other ...");
  const unloaded = await closedLoop(call, { workers: 1, seconds });
  progress("As fast as it can be sustained ...");
  const sustained = await closedLoop(call, { workers: 2 * threads, seconds });
  const rate = accepted(sustained.answers).length / (sustained.answers.length / sustained.perSecond);
  const before = await figures();
  const perSecond = factor * rate;
  progress(`${factor} times ${rate.toFixed(1)} calls a second ...`);
  const { answers, notSent } = await openLoop(call, { perSecond, seconds });
  const after = await figures();

  progress("Callers that go away ...");
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  const leaving = Array.from({ length: 20 }, (_, i) => call(i, gone.signal));
  await new Promise((resolve) => setTimeout(resolve, 30));
  gone.abort();
  await Promise.all(leaving);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const empty = await figures();

  progress("Looking for every attempt ...");
  const recorded = new Set();
  for (let after = null; ; ) {
    const page = await ask(
      `{ attempts(first: 100${after === null ? "" : `, after: "${after}"`}) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
    );
    for (const { id } of page.nodes) recorded.add(id);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const acceptedAnswers = accepted(answers);
  const outcomes = {};
  for (const { outcome } of answers) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const report = {
    engineThreads: threads,
    unloaded: {
      calls: unloaded.answers.length,
      p50Ms: quantile(times(unloaded.answers), 0.5),
      p99Ms: quantile(times(unloaded.answers), 0.99),
    },
    sustainedPerSecond: rate,
    overload: {
      factor,
      perSecond,
      seconds,
      calls: answers.length,
      notSent,
      outcomes,
      acceptedPerSecond: acceptedAnswers.length / seconds,
      p50Ms: quantile(times(answers), 0.5),
      p99Ms: quantile(times(answers), 0.99),
      busyP99Ms: quantile(
        answers.filter(({ outcome }) => outcome === "BUSY").map(({ ms }) => ms),
        0.99,
      ),
    },
    timesSlower: quantile(times(answers), 0.99) / quantile(times(unloaded.answers), 0.99),
    loopDelayP99Ms: after.loopDelayP99Ms,
    rssMb: { before: before.rssMb, after: after.rssMb },
    acceptedWithoutAttempt: acceptedAnswers.filter(({ attemptId }) => !recorded.has(attemptId)).length,
    busyWithoutRetryAfter: answers.filter(({ outcome, retryAfterMs }) => outcome === "BUSY" && !(retryAfterMs > 0))
      .length,
    placesTakenAfterCallersLeft: empty.waiting + empty.running,
  };
  const checks = {
    "every call was sent and answered by a decision or BUSY":
      notSent === 0 && Object.keys(outcomes).every((outcome) => ["accepted", "BUSY"].includes(outcome)),
    "some were refused, all with a time to come again": outcomes.BUSY > 0 && report.busyWithoutRetryAfter === 0,
    "every accepted call has its attempt": acceptedAnswers.length > 0 && report.acceptedWithoutAttempt === 0,
    "callers that left hold no place": report.placesTakenAfterCallersLeft === 0,
    [`p99 of accepted calls within ${MOST_TIMES_SLOWER} times the unloaded one`]:
      report.timesSlower <= MOST_TIMES_SLOWER,
    [`event loop delay p99 under ${MOST_LOOP_DELAY_MS} ms`]: report.loopDelayP99Ms < MOST_LOOP_DELAY_MS,
    [`memory grew by less than ${Math.round(100 * (MOST_GROWTH - 1))} %`]:
      report.rssMb.after < MOST_GROWTH * report.rssMb.before,
  };
  failed = Object.values(checks).includes(false);
  if (args.json) process.stdout.write(`${JSON.stringify({ ...report, checks }, null, 2)}\n`);
  else {
    const ms = (value) => `${value.toFixed(0)} ms`;
    console.table({
      unloaded: {
        "calls/s": Number(unloaded.perSecond.toFixed(1)),
        p50: ms(report.unloaded.p50Ms),
        p99: ms(report.unloaded.p99Ms),
      },
      [`${factor} x overload, accepted`]: {
        "calls/s": Number(report.overload.acceptedPerSecond.toFixed(1)),
        p50: ms(report.overload.p50Ms),
        p99: ms(report.overload.p99Ms),
      },
    });
    process.stdout.write(
      `${JSON.stringify(outcomes)}; RSS ${before.rssMb.toFixed(0)} -> ${after.rssMb.toFixed(0)} MB; event loop delay p99 ${ms(report.loopDelayP99Ms)}; ${report.timesSlower.toFixed(2)} times slower\n`,
    );
    for (const [name, held] of Object.entries(checks)) process.stdout.write(`${held ? "held  " : "FAILED"}  ${name}\n`);
  }
} finally {
  caller.close();
  await stop();
}
process.exitCode = failed ? 1 : 0;

import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { quantile } from "./lib/open-loop.mjs";
import { makeDataDir, startServer } from "./lib/own-server.mjs";
import { samplePortraits } from "./lib/sample-portraits.mjs";

const HELP = `npm run crash --workspace facenet-api [-- OPTIONS]

Kills a server of its own again and again (SIGKILL, at random moments while people are enrolled, given photos and
deleted), starts it on the same data, and looks whether every person is whole or absent and nothing that was answered is
lost. Fails otherwise.

  --kills N   how often (default 100)
  --json      the report for programs
`;

const { values: args } = parseArgs({
  options: { kills: { type: "string", default: "100" }, json: { type: "boolean" }, help: { type: "boolean" } },
});
const kills = Number(args.kills);
if (args.help || !(Number.isInteger(kills) && kills > 0)) {
  (args.help ? process.stdout : process.stderr).write(HELP);
  process.exit(args.help ? 0 : 2);
}

const CALLERS = 4;
/** A kill comes within so many enrolments' time, so that also on a slow machine most rounds see some answered. */
const ENROLMENTS_A_ROUND = 20;

const PROBLEM = "... on Problem { code }";
const ENROLL = `mutation ($input: EnrollInput!) { enroll(input: $input) { __typename ${PROBLEM} ... on Enrolled { attempt { id } } } }`;
const ADD = `mutation ($input: AddPhotosInput!) { addPhotos(input: $input) { __typename ${PROBLEM} } }`;
const DELETE = `mutation ($input: DeletePersonInput!) { deletePerson(input: $input) { __typename ${PROBLEM} } }`;
const VERIFY = `mutation ($input: VerifyInput!) { verify(input: $input) { __typename ${PROBLEM} ... on Verification { decision } } }`;

const photos = (await samplePortraits()).map((photo) => ({ base64: photo.toString("base64") }));
const dataDir = await makeDataDir();
const key = randomBytes(24).toString("hex");
const start = () =>
  startServer({ dataDir: dataDir.path, key, settings: { ENGINE_THREADS: "1", VERIFY_PER_MINUTE: "0" } });

/**
 * What is known of each person: photos that were acknowledged and those that may be there too, and whether the person is
 * there ("maybe" after a call that was not answered).
 *
 * @type {Map<string, { photo: number, there: boolean | "maybe", acknowledged: number, possible: number, enrol: object }>}
 */
const people = new Map();
const report = {
  kills,
  enrolmentsAnswered: 0,
  unanswered: 0,
  unansweredThere: 0,
  unansweredAbsent: 0,
  half: 0,
  lost: 0,
  repeatedWell: 0,
  startMs: /** @type {number[]} */ ([]),
};
let serial = 0;

async function enrolOne({ ask }) {
  const photo = serial % photos.length;
  const externalId = `p${serial++}`;
  const enrol = { externalId, photos: [photos[photo]], confirmDuplicate: true, idempotencyKey: externalId };
  const person = { photo, there: /** @type {const} */ ("maybe"), acknowledged: 0, possible: 1, enrol };
  people.set(externalId, person);
  const { __typename } = await ask(ENROLL, enrol);
  if (__typename === "Enrolled") {
    Object.assign(person, { there: true, acknowledged: 1 });
    report.enrolmentsAnswered++;
  } else people.delete(externalId);
}

/** Each person is changed by one call at a time, so that what has to be there is known. */
async function changeOne({ ask }, busy) {
  const [externalId, person] = [...people].find(([id, { there }]) => there === true && !busy.has(id)) ?? [];
  if (externalId === undefined) return;
  busy.add(externalId);
  if (Math.random() < 0.6) {
    person.possible++;
    const { __typename } = await ask(ADD, { externalId, photos: [photos[person.photo]], confirmDuplicate: true });
    if (__typename === "PhotosAdded") person.acknowledged++;
    else person.possible--;
  } else {
    person.there = "maybe";
    const { __typename } = await ask(DELETE, { externalId });
    person.there = __typename !== "PersonDeleted";
  }
  busy.delete(externalId);
}

async function caller(server, busy, isOver) {
  while (!isOver()) {
    try {
      await (Math.random() < 0.6 ? enrolOne(server) : changeOne(server, busy));
    } catch {
      // The server was killed: what became of the call shows later.
      return;
    }
  }
}

async function listAll({ ask }, field, fields) {
  const all = [];
  for (let after = null; ; ) {
    const page = await ask(
      `{ ${field}(first: 100${field === "attempts" ? ", kind: ENROLL" : ""}${after === null ? "" : `, after: "${after}"`}) {
        nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
    );
    all.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
}

async function timeEnrolment(server) {
  await enrolOne(server);
  const begun = performance.now();
  await enrolOne(server);
  return performance.now() - begun;
}

async function look(server) {
  const there = new Map(
    (await listAll(server, "people", "externalId photos { id }")).map((p) => [p.externalId, p.photos.length]),
  );
  const attempts = (await listAll(server, "attempts", "claimedExternalId decision")).filter(
    ({ decision }) => decision === "ENROLLED",
  );
  const enrolled = new Set(attempts.map(({ claimedExternalId }) => claimedExternalId));
  for (const externalId of there.keys()) if (!people.has(externalId)) report.half++;
  for (const [externalId, person] of people) {
    const count = there.get(externalId);
    if (person.there === "maybe") {
      report.unanswered++;
      if (count === undefined) report.unansweredAbsent++;
      else report.unansweredThere++;
    } else if (person.there !== (count !== undefined)) report.lost++;
    if (count !== undefined) {
      // A person without photos, with too many, or without the attempt that was written together with them is half a person.
      if (count < 1 || count > person.possible || !enrolled.has(externalId)) report.half++;
      if (count < person.acknowledged) report.lost++;
      const photo = photos[person.photo];
      if (person.there === "maybe" && (await server.ask(VERIFY, { externalId, photo })).decision !== "ACCEPT")
        report.half++;
    } else if (enrolled.has(externalId)) report.half++;
    // An enrolment that was not answered is sent again, as a client would: it is done once.
    if (person.there === "maybe" && person.acknowledged === 0) {
      const again = await server.ask(ENROLL, person.enrol);
      if (again.__typename === "Enrolled") report.repeatedWell++;
      else report.half++;
    }
  }
  // The next round begins with few people, so that a look stays short.
  for (const { externalId } of await listAll(server, "people", "externalId")) await server.ask(DELETE, { externalId });
  people.clear();
}

let failed = false;
let enrolmentMs = 0;
try {
  for (let kill = 0; ; kill++) {
    const begun = performance.now();
    const server = await start();
    report.startMs.push(performance.now() - begun);
    await look(server);
    if (kill === kills) {
      await server.end("SIGTERM");
      break;
    }
    if (kill === 0) enrolmentMs = await timeEnrolment(server);
    let over = false;
    const busy = new Set();
    const callers = Array.from({ length: CALLERS }, () => caller(server, busy, () => over));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * ENROLMENTS_A_ROUND * enrolmentMs));
    over = true;
    await server.end("SIGKILL");
    await Promise.all(callers);
    process.stderr.write(
      `killed ${kill + 1} of ${kills}: ${report.enrolmentsAnswered} enrolments answered, ${report.half} half, ${report.lost} lost\n`,
    );
  }
  const { startMs, ...counts } = report;
  const result = { ...counts, startMs: { median: quantile(startMs, 0.5), max: Math.max(...startMs) } };
  failed = report.half > 0 || report.lost > 0;
  if (args.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else
    console.table(
      Object.fromEntries(
        Object.entries({
          ...counts,
          startMedianMs: Math.round(result.startMs.median),
          startMaxMs: Math.round(result.startMs.max),
        }),
      ),
    );
} finally {
  await dataDir.remove();
}
process.exitCode = failed ? 1 : 0;

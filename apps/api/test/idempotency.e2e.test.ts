import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyPhoto, image, portrait, takenAgain } from "./support/photos.js";
import {
  ADD_PHOTOS,
  API_KEY,
  DELETE_PERSON,
  ENROLL,
  makeDataDir,
  REMOVE_PHOTO,
  removeDataDir,
  TestServer,
} from "./support/server.js";

// One story, in order.
describe("idempotency keys", () => {
  let dataDir: string;
  let server: TestServer;
  let ada: { base64: string };

  beforeAll(async () => {
    dataDir = await makeDataDir();
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    ada = image(await portrait("ada"));
  });
  afterAll(async () => {
    await server?.stop();
    await removeDataDir(dataDir);
  });

  const enrolAda = { externalId: "ada", photos: [{ base64: "" }], idempotencyKey: "enrol ada 1" };
  const enrol = () => server.enroll({ ...enrolAda, photos: [ada], consent: { basis: "CONSENT", textVersion: "1" } });
  const attemptsOf = async (kind: string) =>
    (await server.call(`{ attempts(first: 100, kind: ${kind}) { nodes { id decision problemCode } } }`)).attempts.nodes;
  let first: Awaited<ReturnType<typeof enrol>>;

  it("do one thing once, though it is asked for fifty times at once, and answer all alike", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, enrol));
    first = answers[0];
    expect(first).toMatchObject({ __typename: "Enrolled", photos: [{ accepted: true }] });
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await attemptsOf("ENROLL")).toEqual([{ id: first.attempt.id, decision: "ENROLLED", problemCode: null }]);
    expect((await server.call("{ people { nodes { externalId } } }")).people.nodes).toEqual([{ externalId: "ada" }]);
  });

  it("refuse another input under the same key", async () => {
    const reused = { __typename: "IdempotencyKeyReused", code: "IDEMPOTENCY_KEY_REUSED" };
    expect(await server.enroll({ ...enrolAda, photos: [ada] })).toMatchObject(reused);
    expect(await server.enroll({ ...enrolAda, externalId: "eve", photos: [ada] })).toMatchObject(reused);
    const { idempotencyKey } = enrolAda;
    expect(await server.verify({ externalId: "ada", photo: ada, idempotencyKey })).toMatchObject(reused);
    const { deletePerson } = await server.call(DELETE_PERSON, { input: { externalId: "ada", idempotencyKey } });
    expect(deletePerson).toMatchObject(reused);
    // At once with the first call of a key as well.
    const [one, other] = await Promise.all([
      server.verify({ externalId: "ada", photo: ada, idempotencyKey: "v0" }),
      server.verify({ externalId: "eve", photo: ada, idempotencyKey: "v0" }),
    ]);
    expect([one.__typename, other.__typename].sort()).toEqual(["IdempotencyKeyReused", "Verification"]);
  });

  it.each(["", "k".repeat(129), "tab\t", "ключ"])(
    "name their rule to whoever breaks it: %j",
    async (idempotencyKey) => {
      expect(await server.enroll({ externalId: "eve", photos: [ada], idempotencyKey })).toMatchObject({
        code: "INVALID_INPUT",
        field: "idempotencyKey",
      });
    },
  );

  it("record one attempt of a verify, and repeat its decision to the digit", async () => {
    const before = (await attemptsOf("VERIFY")).length;
    const photo = image(await takenAgain(await portrait("ada")));
    const input = { externalId: "ada", photo, idempotencyKey: "v1" };
    const answers = await Promise.all([1, 2, 3].map(() => server.verify(input)));
    answers.push(await server.verify(input));
    expect(answers[0]).toMatchObject({ decision: "ACCEPT", attempt: { id: expect.any(String) } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await attemptsOf("VERIFY")).toHaveLength(before + 1);
  });

  it("are not used up by a call that changed nothing", async () => {
    const wall = image(await emptyPhoto());
    const input = { externalId: "lin", idempotencyKey: "enrol lin 1" };
    expect(await server.enroll({ ...input, photos: [wall] })).toMatchObject({ code: "NO_FACE" });
    expect(await server.enroll({ ...input, photos: [image(await portrait("lin"))] })).toMatchObject({
      __typename: "Enrolled",
    });
  });

  it("go on with the others when the client that came first goes away", async () => {
    const photos = [image(await portrait("grace"))];
    const body = { query: ENROLL, variables: { input: { externalId: "grace", photos, idempotencyKey: "g1" } } };
    const gone = new AbortController();
    const leaving = fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(body),
      signal: gone.signal,
    }).catch(() => undefined);
    const others = [1, 2, 3].map(() => server.post(body));
    gone.abort();
    await leaving;
    for (const { body: answer } of await Promise.all(others)) {
      expect(answer.data.enroll).toMatchObject({ __typename: "Enrolled", person: { externalId: "grace" } });
    }
  });

  it("hold for photos that come and go, and over a restart", async () => {
    const photos = [image(await takenAgain(await portrait("ada")))];
    const add = async () =>
      (await server.call(ADD_PHOTOS, { input: { externalId: "ada", photos, idempotencyKey: "add 1" } })).addPhotos;
    const added = await add();
    expect(added.person.photos).toHaveLength(2);
    expect(await add()).toEqual(added);
    const photoId = added.person.photos[0].id;
    const remove = async () =>
      (await server.call(REMOVE_PHOTO, { input: { externalId: "ada", photoId, idempotencyKey: "remove 1" } }))
        .removePhoto;
    const removed = await remove();
    expect(removed).toMatchObject({ photoId, person: { photos: [{ id: added.person.photos[1].id }] } });

    await server.stop();
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    expect(await remove()).toEqual(removed);
    expect(await enrol()).toMatchObject({
      photos: first.photos,
      attempt: first.attempt,
      person: { id: first.person.id },
    });
    expect(
      (await attemptsOf("ENROLL")).filter(({ decision }: { decision: string }) => decision === "ENROLLED"),
    ).toHaveLength(4);
  });

  it("do not bring back a person who was deleted", async () => {
    const remove = async () =>
      (await server.call(DELETE_PERSON, { input: { externalId: "ada", idempotencyKey: "delete 1" } })).deletePerson;
    expect(await remove()).toMatchObject({ __typename: "PersonDeleted", externalId: "ada" });
    expect(await remove()).toMatchObject({ __typename: "PersonDeleted", externalId: "ada" });
    expect(await enrol()).toMatchObject({ code: "PERSON_NOT_FOUND" });
    const { person } = await server.call('{ person(externalId: "ada") { id } }');
    expect(person).toBeNull();
  });

  it("are no attempt when refused, while an enrolment that came to nothing is one", async () => {
    const problems = (await attemptsOf("ENROLL")).map(({ problemCode }: { problemCode: string | null }) => problemCode);
    expect(problems).toContain("NO_FACE");
    expect(problems).not.toContain("IDEMPOTENCY_KEY_REUSED");
  });
});

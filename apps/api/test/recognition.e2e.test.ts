import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyPhoto, image, portrait, samplePhoto, takenAgain } from "./support/photos.js";
import {
  ADD_PHOTOS,
  API_KEY,
  DELETE_PERSON,
  makeDataDir,
  REMOVE_PHOTO,
  removeDataDir,
  TestServer,
} from "./support/server.js";

// One story, in order: people come, are recognised, change and go.
describe("the main job over HTTP, on a real database, with real networks", () => {
  let dataDir: string;
  let server: TestServer;

  beforeAll(async () => {
    dataDir = await makeDataDir();
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
  });
  afterAll(async () => {
    await server?.stop();
    await removeDataDir(dataDir);
  });

  it("enrols a person from one photo", async () => {
    const enrolled = await server.enroll({
      externalId: "ada",
      displayName: "Ada L.",
      photos: [image(await portrait("ada"))],
      consent: { basis: "CONSENT", textVersion: "2026-01", obtainedAt: "2026-01-02T03:04:05Z" },
    });
    expect(enrolled).toMatchObject({
      __typename: "Enrolled",
      person: { externalId: "ada", displayName: "Ada L." },
      photos: [{ accepted: true, problem: null, quality: { reasons: [] } }],
    });
    expect(enrolled.photos[0].photo.id).toBe(enrolled.person.photos[0].id);
  });

  it("accepts a photo as a data URL, and names a person who has no display name by the external id", async () => {
    const base64 = `data:image/jpeg;base64,${(await portrait("grace")).toString("base64")}`;
    expect(await server.enroll({ externalId: "grace", photos: [{ base64 }] })).toMatchObject({
      __typename: "Enrolled",
      person: { displayName: "grace" },
    });
  });

  it("accepts another photo of the claimed person", async () => {
    const photo = image(await takenAgain(await portrait("ada")));
    const verification = await server.verify({ externalId: "ada", photo });
    expect(verification).toMatchObject({ __typename: "Verification", decision: "ACCEPT" });
    expect(verification.distance).toBeLessThan(verification.threshold);
  });

  it("rejects somebody else", async () => {
    const photo = image(await portrait("stranger"));
    const verification = await server.verify({ externalId: "ada", photo });
    expect(verification).toMatchObject({ __typename: "Verification", decision: "REJECT" });
    expect(verification.distance).toBeGreaterThan(verification.threshold);
  });

  it("finds who it is", async () => {
    const photo = image(await takenAgain(await portrait("grace")));
    const found = await server.whoIsIt({ photo });
    expect(found).toMatchObject({ outcome: "IDENTIFIED" });
    expect(found.candidates[0].person.externalId).toBe("grace");
    expect(found.candidates.map(({ distance }: { distance: number }) => distance)).toEqual(
      found.candidates.map(({ distance }: { distance: number }) => distance).sort((a: number, b: number) => a - b),
    );
  });

  it("says UNKNOWN of somebody who was not enrolled", async () => {
    expect(await server.whoIsIt({ photo: image(await portrait("stranger")) })).toMatchObject({
      outcome: "UNKNOWN",
    });
  });

  it("answers no more candidates than asked for", async () => {
    const photo = image(await portrait("stranger"));
    const found = await server.whoIsIt({ photo, limit: 1 });
    expect(found.candidates).toHaveLength(1);
  });

  it("takes the face that is chosen in a photo of several", async () => {
    const photos = [image(await samplePhoto(4))];
    const byChoice = await Promise.all(
      (["LARGEST", "CENTRAL"] as const).map((faceSelection) => server.whoIsIt({ photo: photos[0], faceSelection })),
    );
    for (const found of byChoice) expect(found).toMatchObject({ __typename: "Identification" });
    expect(byChoice[0].candidates[0].distance).not.toBe(byChoice[1].candidates[0].distance);
  });

  it("says of every face of a group who it is, and records a search for each", async () => {
    const before = (await server.call("{ attempts(first: 100, kind: IDENTIFY) { nodes { id } } }")).attempts.nodes
      .length;
    const { whoIsIt } = await server.call(
      `query ($input: WhoIsItInput!) { whoIsIt(input: $input) { ... on Identification {
        outcome face { box { x } } attempt { id } omittedFaces candidates { person { externalId } }
        faces { box { x width } outcome quality { score reasons } problem { code } attempt { id }
          candidates { distance person { externalId } } } } } }`,
      { input: { photo: image(await samplePhoto(1)), faceSelection: "ALL", limit: 1 } },
    );
    const { faces } = whoIsIt;
    expect(faces.length).toBeGreaterThan(2);
    expect(whoIsIt.omittedFaces).toBe(0);
    const known = faces.filter(({ outcome }: { outcome: string }) => outcome === "IDENTIFIED");
    expect(known).toMatchObject([{ problem: null, candidates: [{ person: { externalId: "ada" } }] }]);
    for (const face of faces) expect(face.outcome === null).toBe(face.problem?.code === "LOW_QUALITY");
    const widths = faces.map(({ box }: { box: { width: number } }) => box.width);
    expect(widths[0]).toBe(Math.max(...widths));
    const main = faces.find(({ outcome }: { outcome: string | null }) => outcome !== null);
    expect(whoIsIt).toMatchObject({ outcome: main.outcome, face: { box: { x: main.box.x } }, attempt: main.attempt });
    const { attempts } = await server.call("{ attempts(first: 100, kind: IDENTIFY) { nodes { id } } }");
    expect(attempts.nodes).toHaveLength(before + faces.length);
    expect(new Set(faces.map(({ attempt }: { attempt: { id: string } }) => attempt.id)).size).toBe(faces.length);
  });

  it("says where faces are without comparing or recording anything", async () => {
    const count = async () => (await server.call("{ attempts(first: 100) { nodes { id } } }")).attempts.nodes.length;
    const before = await count();
    const photo = image(await samplePhoto(1));
    const { __typename, faces, omittedFaces } = await server.detectFaces({ photo });
    expect({ __typename, omittedFaces }).toEqual({ __typename: "DetectedFaces", omittedFaces: 0 });
    const { whoIsIt } = await server.call(
      `query ($input: WhoIsItInput!) { whoIsIt(input: $input) { ... on Identification {
        faces { box { x y width height } quality { score reasons } } } } }`,
      { input: { photo, faceSelection: "ALL" } },
    );
    expect(faces).toEqual(whoIsIt.faces);
    expect(await count()).toBe(before + faces.length);
    expect(await server.detectFaces({ photo: image(await emptyPhoto()) })).toMatchObject({ code: "NO_FACE" });
    expect(await server.detectFaces({ photo: {} })).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("takes ALL for whoIsIt alone", async () => {
    const photo = image(await portrait("ada"));
    const wrong = { code: "INVALID_INPUT", field: "faceSelection" };
    expect(await server.verify({ externalId: "ada", photo, faceSelection: "ALL" })).toMatchObject(wrong);
    expect(await server.enroll({ externalId: "eve", photos: [photo], faceSelection: "ALL" })).toMatchObject(wrong);
    const one = await server.call(
      "query ($input: WhoIsItInput!) { whoIsIt(input: $input) { ... on Identification { faces { outcome } } } }",
      { input: { photo } },
    );
    expect(one.whoIsIt.faces).toEqual([{ outcome: "IDENTIFIED" }]);
  });

  it("finds no face on a wall, and several in a group", async () => {
    const wall = image(await emptyPhoto());
    expect(await server.enroll({ externalId: "nobody", photos: [wall] })).toMatchObject({ code: "NO_FACE" });
    expect(await server.verify({ externalId: "ada", photo: wall })).toMatchObject({ code: "NO_FACE" });
    expect(await server.whoIsIt({ photo: wall })).toMatchObject({ code: "NO_FACE" });
    expect(await server.whoIsIt({ photo: wall, faceSelection: "ALL" })).toMatchObject({ code: "NO_FACE" });
    const group = await server.enroll({ externalId: "group", photos: [image(await samplePhoto(4))] });
    expect(group).toMatchObject({ __typename: "MultipleFaces", code: "MULTIPLE_FACES" });
    expect(group.faces.length).toBeGreaterThan(1);
    expect(group.faces[0].box.width).toBeGreaterThan(50);
  });

  it("refuses a blurred face and says so", async () => {
    const blurred = await sharp(await samplePhoto(4))
      .blur(12)
      .jpeg()
      .toBuffer();
    expect(
      await server.enroll({ externalId: "blur", photos: [image(blurred)], faceSelection: "LARGEST" }),
    ).toMatchObject({ code: "LOW_QUALITY", reasons: ["BLURRED"] });
  });

  it.each([
    ["text", Buffer.from("this is not a photo"), "UNSUPPORTED_IMAGE"],
    ["an SVG", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "UNSUPPORTED_IMAGE"],
    ["half a JPEG", undefined, "CORRUPT_IMAGE"],
  ])("refuses %s", async (_name, bytes, code) => {
    const photo = bytes ?? (await samplePhoto(1)).subarray(0, 60_000);
    expect(await server.whoIsIt({ photo: image(photo) })).toMatchObject({ code });
  });

  it("keeps the good photos of an enrolment and names the problem of the others", async () => {
    const enrolled = await server.enroll({
      externalId: "lin",
      photos: [image(await emptyPhoto()), image(await portrait("lin"))],
    });
    expect(enrolled.photos).toMatchObject([
      { accepted: false, problem: { code: "NO_FACE" }, photo: null },
      { accepted: true, problem: null },
    ]);
    expect(enrolled.person.photos).toHaveLength(1);
  });

  it("refuses an external id that is taken, before it looks at the photo", async () => {
    expect(await server.enroll({ externalId: "ada", photos: [image(await emptyPhoto())] })).toMatchObject({
      code: "DUPLICATE_EXTERNAL_ID",
    });
  });

  it("lets one of several enrolments under one external id win", async () => {
    const photos = [image(await portrait("stranger"))];
    const input = { externalId: "race", photos, confirmDuplicate: true };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => server.enroll(input)));
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual([
      "DuplicateExternalId",
      "DuplicateExternalId",
      "DuplicateExternalId",
      "Enrolled",
    ]);
    await server.call(DELETE_PERSON, { input: { externalId: "race" } });
  });

  it("refuses a face that is enrolled under another name, unless that is confirmed", async () => {
    const photos = [image(await takenAgain(await portrait("ada")))];
    const input = { externalId: "ada2", photos };
    expect(await server.enroll(input)).toMatchObject({
      code: "PROBABLE_DUPLICATE",
      candidate: { externalId: "ada" },
    });
    expect(await server.enroll({ ...input, confirmDuplicate: true })).toMatchObject({ __typename: "Enrolled" });
  });

  it("is not sure between two people with one face", async () => {
    const photo = image(await takenAgain(await portrait("ada")));
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "IDENTIFIED" });
    await server.call(DELETE_PERSON, { input: { externalId: "ada2" } });
    const photos = [image(await portrait("ada"))];
    await server.enroll({ externalId: "twin", photos, confirmDuplicate: true });
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "AMBIGUOUS" });
    await server.call(DELETE_PERSON, { input: { externalId: "twin" } });
  });

  it("adds and removes photos, but never the last", async () => {
    const photos = [image(await takenAgain(await portrait("ada")))];
    const { addPhotos } = await server.call(ADD_PHOTOS, {
      input: { externalId: "ada", photos },
    });
    expect(addPhotos).toMatchObject({ __typename: "PhotosAdded", photos: [{ accepted: true }] });
    expect(addPhotos.person.photos).toHaveLength(2);
    const [first, second] = addPhotos.person.photos as { id: string }[];
    const remove = async (photoId: string | undefined) =>
      (await server.call(REMOVE_PHOTO, { input: { externalId: "ada", photoId } })).removePhoto;
    expect(await remove(first?.id)).toMatchObject({ photoId: first?.id, person: { photos: [{ id: second?.id }] } });
    expect(await remove(first?.id)).toMatchObject({ code: "PHOTO_NOT_FOUND" });
    expect(await remove("not-an-id")).toMatchObject({ code: "PHOTO_NOT_FOUND" });
    expect(await remove(second?.id)).toMatchObject({ code: "LAST_PHOTO" });
    // Of a face that is somebody else's, more photos are refused too.
    const stranger = [image(await portrait("grace"))];
    const refused = await server.call(ADD_PHOTOS, {
      input: { externalId: "ada", photos: stranger },
    });
    expect(refused.addPhotos).toMatchObject({ code: "PROBABLE_DUPLICATE", candidate: { externalId: "grace" } });
  });

  it("knows nobody by an external id that was never given", async () => {
    const photo = image(await portrait("ada"));
    expect(await server.verify({ externalId: "zoe", photo })).toMatchObject({
      code: "PERSON_NOT_FOUND",
    });
    const { deletePerson } = await server.call(DELETE_PERSON, { input: { externalId: "zoe" } });
    expect(deletePerson).toMatchObject({ code: "PERSON_NOT_FOUND" });
    expect((await server.call('{ person(externalId: "zoe") { id } }')).person).toBeNull();
  });

  it("answers UPLOAD_NOT_FOUND for an upload that is not there", async () => {
    expect(await server.whoIsIt({ photo: { uploadId: "6f1f2d0e-0000-7000-8000-000000000000" } })).toMatchObject({
      code: "UPLOAD_NOT_FOUND",
    });
  });

  it("lists people in pages, and finds them by part of a name", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { people }: { people: { nodes: { externalId: string }[]; pageInfo: Record<string, string | boolean> } } =
        await server.call(
          "query ($after: String) { people(first: 2, after: $after) { nodes { externalId } edges { cursor } pageInfo { hasNextPage endCursor } } }",
          { after },
        );
      seen.push(...people.nodes.map(({ externalId }) => externalId));
      after = people.pageInfo.hasNextPage === true ? String(people.pageInfo.endCursor) : null;
    } while (after !== null);
    expect(seen).toEqual(["ada", "grace", "lin"]);
    const { people } = await server.call('{ people(search: "a l") { nodes { externalId } } }');
    expect(people.nodes).toEqual([{ externalId: "ada" }]);
  });

  it("has recorded every verify and whoIsIt, with decision or problem, newest first", async () => {
    const { attempts } = await server.call(
      "{ attempts(first: 100) { nodes { id kind decision problemCode claimedExternalId distance threshold requestId } } }",
    );
    const problems = attempts.nodes.map((attempt: { problemCode: string | null }) => attempt.problemCode);
    expect(problems).toContain("NO_FACE");
    expect(problems).toContain("PERSON_NOT_FOUND");
    expect(problems).not.toContain("UPLOAD_NOT_FOUND");
    const accepted = await server.call(
      "{ attempts(kind: VERIFY, decision: ACCEPT) { nodes { kind decision claimedExternalId distance } } }",
    );
    expect(accepted.attempts.nodes).toMatchObject([{ kind: "VERIFY", decision: "ACCEPT", claimedExternalId: "ada" }]);
    const page = await server.call("{ attempts(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } }");
    expect(page.attempts.nodes).toEqual([{ id: attempts.nodes[0].id }]);
    expect(page.attempts.pageInfo.hasNextPage).toBe(true);
  });

  it("forgets a deleted person at once", async () => {
    const { deletePerson } = await server.call(DELETE_PERSON, { input: { externalId: "grace" } });
    expect(deletePerson).toMatchObject({ __typename: "PersonDeleted", externalId: "grace" });
    expect(await server.whoIsIt({ photo: image(await takenAgain(await portrait("grace"))) })).toMatchObject({
      outcome: "UNKNOWN",
    });
  });

  it("keeps all of it over a restart, and starts again with the same folder", async () => {
    expect(await server.stop("SIGTERM")).toBe(0);
    server = await TestServer.start({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: API_KEY });
    const { people } = await server.call("{ people { nodes { externalId } } }");
    expect(people.nodes).toEqual([{ externalId: "ada" }, { externalId: "lin" }]);
    const photo = image(await takenAgain(await portrait("ada")));
    expect(await server.whoIsIt({ photo })).toMatchObject({ outcome: "IDENTIFIED" });
  });

  it("has written no name and no external id to its log", () => {
    for (const secret of ["ada", "Ada", "grace", 'lin"', API_KEY]) expect(server.logWithoutIds).not.toContain(secret);
  });
});

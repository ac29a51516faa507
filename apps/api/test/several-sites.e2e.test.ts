import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { image, portrait, takenAgain } from "./support/photos.js";
import { API_KEY, TestServer } from "./support/server.js";
import { becomeOwner, invite, type Session } from "./support/session.js";

const PROBLEM = "__typename ... on Problem { code message }";

describe("what several sites share", () => {
  let server: TestServer;
  let owner: Session;
  /** Admin of the south only. */
  let south: Session;
  let northId: string;
  let southId: string;

  const newSite = async (name: string): Promise<string> => {
    const query =
      "mutation ($name: String!) { createSite(input: { name: $name }) { ... on SiteSaved { site { id } } } }";
    return (await owner.call(query, { name })).createSite.site.id;
  };
  const change = async (who: Session, field: string, type: string, input: object, selection = "") =>
    (await who.call(`mutation ($input: ${type}!) { ${field}(input: $input) { ${PROBLEM} ${selection} } }`, { input }))[
      field
    ];
  const person = async (who: Session, siteId: string, externalId: string) =>
    (
      await who.call(
        "query ($siteId: ID!, $externalId: String!) { person(siteId: $siteId, externalId: $externalId) { displayName photos { id } memberships { siteId externalId } } }",
        { siteId, externalId },
      )
    ).person;

  beforeAll(async () => {
    server = await TestServer.start({ BOOTSTRAP_API_KEY: API_KEY });
    owner = await becomeOwner(server);
    [northId, southId] = [await newSite("North"), await newSite("South")];
    south = await invite(owner, server, "sue@example.org", [{ role: "ADMIN", siteId: southId }]);
  });
  afterAll(() => server?.stop());

  describe("a key", () => {
    const verify = async (secret: string, siteId: string | null, externalId: string) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
        body: JSON.stringify({
          query: `mutation ($input: VerifyInput!) { verify(input: $input) { ${PROBLEM} ... on Verification { decision } } }`,
          variables: { input: { siteId, externalId, photo: image(await portrait("ada")) } },
        }),
      });
      return JSON.parse(await response.text()).data.verify;
    };
    const make = (who: Session, siteIds: string[]) =>
      change(
        who,
        "createApiKey",
        "CreateApiKeyInput",
        { siteIds, name: "door", scopes: ["VERIFY"] },
        "... on ApiKeyCreated { secret key { id siteIds } }",
      );
    const keysOf = async (who: Session, siteId: string) =>
      (await who.call("query ($siteId: ID!) { apiKeys(siteId: $siteId) { id siteIds } }", { siteId })).apiKeys;

    it("works in the sites that it was made for, which have to be named, and in no other", async () => {
      const { secret, key } = await make(owner, [northId, southId, northId]);
      expect(new Set(key.siteIds)).toEqual(new Set([northId, southId]));
      for (const siteId of [northId, southId]) {
        expect(await verify(secret, siteId, "nobody")).toMatchObject({ code: "PERSON_NOT_FOUND" });
      }
      expect(await verify(secret, null, "nobody")).toMatchObject({ code: "INVALID_INPUT" });
      const other = await newSite("Elsewhere");
      expect(await verify(secret, other, "nobody")).toMatchObject({ code: "SITE_NOT_FOUND" });
    });

    it("is made by who looks after all of its sites", async () => {
      expect(await make(south, [southId, northId])).toMatchObject({ code: "SITE_NOT_FOUND" });
      expect(await make(south, [southId])).toMatchObject({ __typename: "ApiKeyCreated" });
      expect(await make(owner, [])).toMatchObject({ code: "INVALID_INPUT" });
    });

    it("is seen in each of its sites without the others, and changed by who looks after all of them", async () => {
      const { key } = await make(owner, [northId, southId]);
      expect((await keysOf(owner, northId)).find(({ id }: { id: string }) => id === key.id)).toEqual(key);
      const seen = (await keysOf(south, southId)).find(({ id }: { id: string }) => id === key.id);
      expect(seen).toEqual({ id: key.id, siteIds: [southId] });
      for (const [field, type] of [
        ["rotateApiKey", "RotateApiKeyInput"],
        ["revokeApiKey", "RevokeApiKeyInput"],
      ] as const) {
        const keyId = key.id;
        expect(await change(south, field, type, { keyId }), field).toMatchObject({ code: "ALSO_IN_OTHER_SITES" });
      }
      const rotated = await change(
        owner,
        "rotateApiKey",
        "RotateApiKeyInput",
        { keyId: key.id },
        "... on ApiKeyRotated { key { siteIds } }",
      );
      expect(rotated.key.siteIds).toEqual(key.siteIds);
      const northKey = (await make(owner, [northId])).key.id;
      expect(await change(south, "revokeApiKey", "RevokeApiKeyInput", { keyId: northKey })).toMatchObject({
        code: "API_KEY_NOT_FOUND",
      });
    });
  });

  // One story, in order.
  describe("a person", () => {
    const add = (who: Session, input: object) => change(who, "addMembership", "AddMembershipInput", input);
    const leave = (who: Session, siteId: string, externalId: string) =>
      change(who, "removeMembership", "RemoveMembershipInput", { siteId, externalId });
    const whoIsIt = async (siteId: string) => {
      const query =
        "query ($input: WhoIsItInput!) { whoIsIt(input: $input) { __typename ... on Identification { outcome candidates { person { externalId } } } } }";
      const photo = image(await takenAgain(await portrait("ada")));
      return (await owner.call(query, { input: { siteId, photo } })).whoIsIt;
    };

    it("is made known to another site, which then recognises them by its own name for them", async () => {
      const photos = [image(await portrait("ada"))];
      const enrolled = await change(owner, "enroll", "EnrollInput", { siteId: northId, externalId: "ada", photos });
      expect(enrolled).toEqual({ __typename: "Enrolled" });
      expect(await whoIsIt(southId)).toMatchObject({ outcome: "UNKNOWN" });
      const to = { siteId: northId, externalId: "ada", toSiteId: southId, toExternalId: "s-17" };
      expect(await add(south, to)).toMatchObject({ code: "SITE_NOT_FOUND" });
      expect(await add(owner, to)).toEqual({ __typename: "MembershipAdded" });
      expect(await add(owner, to)).toEqual({ __typename: "MembershipAdded" });
      expect(await whoIsIt(southId)).toMatchObject({
        outcome: "IDENTIFIED",
        candidates: [{ person: { externalId: "s-17" } }],
      });
      expect(await add(owner, { ...to, toExternalId: "s-18" })).toMatchObject({ code: "DUPLICATE_EXTERNAL_ID" });
      expect(await add(owner, { ...to, externalId: "nobody" })).toMatchObject({ code: "PERSON_NOT_FOUND" });
    });

    it("is shown with those of their sites that one may see", async () => {
      const seen = await person(owner, northId, "ada");
      expect(seen.memberships).toHaveLength(2);
      expect(seen.memberships).toContainEqual({ siteId: southId, externalId: "s-17" });
      expect((await person(south, southId, "s-17")).memberships).toEqual([{ siteId: southId, externalId: "s-17" }]);
    });

    it("is changed by who may change them in all their sites, for one site could let somebody in at another", async () => {
      const [{ id: photoId }] = (await person(owner, northId, "ada")).photos;
      const about = { siteId: southId, externalId: "s-17" };
      const photos = [image(await portrait("stranger"))];
      const grace = { siteId: southId, externalId: "grace", photos: [image(await portrait("grace"))] };
      expect(await change(south, "enroll", "EnrollInput", grace)).toEqual({ __typename: "Enrolled" });
      const merge = { siteId: southId, externalId: "grace", otherExternalId: "s-17" };
      const attempts = [
        await change(south, "addPhotos", "AddPhotosInput", { ...about, photos, confirmDuplicate: true }),
        await change(south, "removePhoto", "RemovePhotoInput", { ...about, photoId }),
        await change(south, "updatePerson", "UpdatePersonInput", { ...about, state: "SUSPENDED" }),
        await change(south, "deletePerson", "DeletePersonInput", about),
        await change(south, "mergePeople", "MergePeopleInput", merge),
      ];
      for (const attempt of attempts) expect(attempt).toMatchObject({ code: "ALSO_IN_OTHER_SITES" });
      expect(await whoIsIt(southId)).toMatchObject({ outcome: "IDENTIFIED" });
      const renamed = { ...about, displayName: "Ada of both" };
      expect(await change(owner, "updatePerson", "UpdatePersonInput", renamed)).toEqual({
        __typename: "PersonUpdated",
      });
      expect(await person(owner, northId, "ada")).toMatchObject({ displayName: "Ada of both" });
    });

    it("is forgotten by one site at the word of who looks after it, and known by the other", async () => {
      expect(await leave(south, northId, "ada")).toMatchObject({ code: "SITE_NOT_FOUND" });
      expect(await leave(south, southId, "s-17")).toEqual({ __typename: "MembershipRemoved" });
      expect(await whoIsIt(southId)).toMatchObject({ outcome: "UNKNOWN" });
      expect(await whoIsIt(northId)).toMatchObject({ outcome: "IDENTIFIED" });
      const { attempts } = await south.call(
        "{ attempts(first: 50) { nodes { claimedExternalId candidates { person { externalId } } } } }",
      );
      expect(JSON.stringify(attempts)).not.toContain("s-17");
      expect(await leave(owner, northId, "ada")).toMatchObject({ code: "LAST_SITE" });
      expect(await leave(south, southId, "s-17")).toMatchObject({ code: "PERSON_NOT_FOUND" });
    });
  });
});

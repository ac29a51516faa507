import type { Caller } from "../access/caller.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { isWithin } from "../sites/sites.service.js";
import type { PersonRecord, PersonStore } from "./people.port.js";

/**
 * The person, for who may change them: a change is one in all their sites, so it takes the right to it in each. Else who
 * looks after one door could give themselves entrance by another, with a photo of theirs in somebody's record.
 */
export async function wholePerson(
  people: PersonStore,
  caller: Caller,
  siteId: string,
  externalId: string,
): Promise<Result<PersonRecord>> {
  const person = await people.findByExternalId(siteId, externalId);
  if (person === null) return failed({ kind: "personNotFound" });
  const siteIds = person.memberships.map((membership) => membership.siteId);
  return isWithin(caller, siteIds) ? succeeded(person) : failed({ kind: "alsoInOtherSites" });
}

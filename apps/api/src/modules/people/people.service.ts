import type { Call, Caller } from "../access/caller.js";
import type { Page, PageRequest } from "../paging/page.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import { siteOf } from "../sites/sites.service.js";
import type { PeopleFilter, PeopleOrder, PersonChange, PersonRecord, PersonStore } from "./people.port.js";
import { wholePerson } from "./whole-person.js";

/** A page of people, and how many there are on all pages when asked. */
export interface PeoplePage extends Page<PersonRecord> {
  count(): Promise<number>;
}

export class PeopleService {
  constructor(private readonly people: PersonStore) {}

  async list(
    caller: Caller,
    siteId: string | null,
    filter: PeopleFilter,
    order: PeopleOrder,
    page: PageRequest,
  ): Promise<Result<PeoplePage>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const rows = await this.people.list(site.value, filter, order, page);
    return succeeded({ ...rows, count: () => this.people.count(site.value, filter) });
  }

  async find(caller: Caller, externalId: string, siteId: string | null): Promise<Result<PersonRecord | null>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    return succeeded(await this.people.findByExternalId(site.value, externalId));
  }

  async tags(caller: Caller, siteId: string | null): Promise<Result<readonly string[]>> {
    const site = siteOf(caller, siteId);
    return site.ok ? succeeded(await this.people.tags(site.value)) : site;
  }

  update(
    { siteId, externalId, ...change }: PersonChange & { siteId: string | null; externalId: string },
    call: Call,
  ): Promise<Result<PersonRecord>> {
    return guarded(async () => {
      const site = siteOf(call.caller, siteId);
      if (!site.ok) return site;
      const whole = await wholePerson(this.people, call.caller, site.value, externalId);
      if (!whole.ok) return whole;
      const person = await this.people.update(site.value, externalId, change);
      return person === null ? failed({ kind: "personNotFound" }) : succeeded(person);
    });
  }

  merge(
    command: { siteId: string | null; externalId: string; otherExternalId: string },
    call: Call,
  ): Promise<Result<PersonRecord>> {
    return guarded(async () => {
      const site = siteOf(call.caller, command.siteId);
      if (!site.ok) return site;
      for (const externalId of [command.externalId, command.otherExternalId]) {
        const whole = await wholePerson(this.people, call.caller, site.value, externalId);
        if (!whole.ok) return whole;
      }
      const person = await this.people.merge(site.value, command.externalId, command.otherExternalId);
      return person === null ? failed({ kind: "personNotFound" }) : succeeded(person);
    });
  }

  /** Lets another site of the caller know the person too. */
  addMembership(
    command: { siteId: string | null; externalId: string; toSiteId: string; toExternalId: string | null },
    { caller }: Call,
  ): Promise<Result<PersonRecord>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const to = siteOf(caller, command.toSiteId);
      if (!to.ok) return to;
      const { externalId, toExternalId } = command;
      const membership = { siteId: to.value, externalId: toExternalId ?? externalId };
      const outcome = await this.people.addMembership(site.value, externalId, membership);
      return outcome.kind === "added" ? succeeded(outcome.person) : failed(outcome);
    });
  }

  /** The site forgets the person; the other sites that know them do not. */
  removeMembership(
    command: { siteId: string | null; externalId: string },
    { caller }: Call,
  ): Promise<Result<{ externalId: string }>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { externalId } = command;
      const outcome = await this.people.removeMembership(site.value, externalId);
      return outcome.kind === "removed" ? succeeded({ externalId }) : failed(outcome);
    });
  }
}

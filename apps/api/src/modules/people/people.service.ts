import type { Caller } from "../access/caller.js";
import type { Page, PageRequest } from "../paging/page.js";
import { type Result, succeeded } from "../problems/failure.js";
import { siteOf } from "../sites/sites.service.js";
import type { PersonRecord, PersonStore } from "./people.port.js";

export class PeopleService {
  constructor(private readonly people: PersonStore) {}

  async list(
    caller: Caller,
    input: PageRequest & { siteId: string | null; search: string | null },
  ): Promise<Result<Page<PersonRecord>>> {
    const site = siteOf(caller, input.siteId);
    if (!site.ok) return site;
    return succeeded(await this.people.list(site.value, input.search, input));
  }

  async find(caller: Caller, externalId: string, siteId: string | null): Promise<Result<PersonRecord | null>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    return succeeded(await this.people.findByExternalId(site.value, externalId));
  }
}

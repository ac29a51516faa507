import type { Caller } from "../access/caller.js";
import { mapPage, type Page, type PageRequest } from "../paging/page.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import { type Result, succeeded } from "../problems/failure.js";
import { siteOf } from "../sites/sites.service.js";
import type { AttemptFilter, AttemptRecord, AttemptStore } from "./attempts.port.js";

export type AttemptView = Omit<AttemptRecord, "candidates"> & {
  candidates: { person: PersonRecord | null; distance: number }[];
};

export class AttemptsService {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly people: PersonStore,
  ) {}

  async list(
    caller: Caller,
    input: PageRequest & AttemptFilter & { siteId: string | null },
  ): Promise<Result<Page<AttemptView>>> {
    const site = siteOf(caller, input.siteId);
    if (!site.ok) return site;
    const page = await this.attempts.list(site.value, { kind: input.kind, decision: input.decision }, input);
    const personIds = page.rows.flatMap(({ item }) => item.candidates.flatMap(({ personId }) => personId ?? []));
    const people = await this.people.findByIds(site.value, [...new Set(personIds)]);
    const personById = new Map(people.map((person) => [person.id, person]));
    return succeeded(
      mapPage(page, (attempt) => ({
        ...attempt,
        candidates: attempt.candidates.map(({ personId, distance }) => ({
          person: (personId === null ? undefined : personById.get(personId)) ?? null,
          distance,
        })),
      })),
    );
  }
}

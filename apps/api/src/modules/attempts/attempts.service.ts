import type { Call, Caller } from "../access/caller.js";
import { mapPage, type Page, type PageRequest } from "../paging/page.js";
import type { PersonRecord, PersonStore } from "../people/people.port.js";
import { failed, type Result, succeeded } from "../problems/failure.js";
import { guarded } from "../problems/guarded.js";
import { siteOf } from "../sites/sites.service.js";
import type {
  ActivityCount,
  ActivityLatency,
  AttemptFilter,
  AttemptRecord,
  AttemptStore,
  ReviewVerdict,
} from "./attempts.port.js";
import type { AttemptFeed } from "./feed.js";

export type AttemptView = Omit<AttemptRecord, "candidates"> & {
  candidates: { person: PersonRecord | null; distance: number; templateId: string | null }[];
};

const HOUR_MS = 3_600_000;

export class AttemptsService {
  constructor(
    private readonly parts: {
      attempts: AttemptStore;
      people: PersonStore;
      feed: AttemptFeed;
      now: () => Date;
    },
  ) {}

  async list(
    caller: Caller,
    siteId: string | null,
    filter: AttemptFilter,
    page: PageRequest,
  ): Promise<Result<Page<AttemptView>>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const found = await this.parts.attempts.list(site.value, filter, page);
    const viewed = await this.view(
      site.value,
      found.rows.map(({ item }) => item),
    );
    const byId = new Map(viewed.map((attempt) => [attempt.id, attempt]));
    return succeeded(mapPage(found, ({ id }) => byId.get(id)!));
  }

  async find(caller: Caller, siteId: string | null, attemptId: string): Promise<Result<AttemptView | null>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const attempt = await this.parts.attempts.get(site.value, attemptId);
    return succeeded(attempt && ((await this.view(site.value, [attempt]))[0] ?? null));
  }

  review(
    command: { siteId: string | null; attemptId: string; verdict: ReviewVerdict },
    { caller }: Call,
  ): Promise<Result<AttemptView>> {
    return guarded(async () => {
      const site = siteOf(caller, command.siteId);
      if (!site.ok) return site;
      const { attemptId, verdict } = command;
      const attempt = await this.parts.attempts.review(site.value, attemptId, {
        verdict,
        userId: caller.kind === "user" ? caller.id : null,
      });
      const [viewed] = attempt === null ? [] : await this.view(site.value, [attempt]);
      return viewed === undefined ? failed({ kind: "attemptNotFound" }) : succeeded(viewed);
    });
  }

  /** @param hours 1 to 744, the hour that has begun included */
  async activity(
    caller: Caller,
    siteId: string | null,
    hours: number,
  ): Promise<Result<{ since: Date; counts: readonly ActivityCount[]; latency: readonly ActivityLatency[] }>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const thisHour = Math.floor(this.parts.now().getTime() / HOUR_MS) * HOUR_MS;
    const since = new Date(thisHour - (hours - 1) * HOUR_MS);
    return succeeded({ since, ...(await this.parts.attempts.activity(site.value, since)) });
  }

  /** Attempts as they are recorded, by whatever server, until the signal. */
  follow(caller: Caller, siteId: string | null, signal: AbortSignal): Result<AsyncIterable<AttemptView>> {
    const site = siteOf(caller, siteId);
    if (!site.ok) return site;
    const feed = this.parts.feed.follow(site.value, signal);
    const view = (attempts: readonly AttemptRecord[]) => this.view(site.value, attempts);
    return succeeded(
      (async function* () {
        for await (const attempts of feed) yield* await view(attempts);
      })(),
    );
  }

  /** People as they are called now. */
  private async view(siteId: string, attempts: readonly AttemptRecord[]): Promise<AttemptView[]> {
    const personIds = attempts.flatMap(({ candidates }) => candidates.flatMap(({ personId }) => personId ?? []));
    const people = await this.parts.people.findByIds(siteId, [...new Set(personIds)]);
    const personById = new Map(people.map((person) => [person.id, person]));
    return attempts.map((attempt) => ({
      ...attempt,
      candidates: attempt.candidates.map(({ personId, templateId, distance }) => ({
        person: (personId === null ? undefined : personById.get(personId)) ?? null,
        ...{ templateId, distance },
      })),
    }));
  }
}

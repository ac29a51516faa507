import { ExactGallery } from "facenet-core";
import { type Database, type GalleryEntry, GalleryRewoundError } from "facenet-db";
import type { Probe } from "../modules/photos/photos.port.js";
import type { Gallery } from "../modules/recognition/recognition.port.js";
import { translated } from "./translated.js";

interface SiteGallery {
  index: ExactGallery;
  /** The newest change that `index` holds. */
  sequence: bigint;
}

interface Refreshes {
  running?: Promise<SiteGallery> | undefined;
  /** Begins when `running` has ended. */
  next?: Promise<SiteGallery> | undefined;
}

/**
 * One exact index a site in memory, brought up to the database's newest change before every search: somebody enrolled or
 * erased through another process is found, or gone, at once.
 */
export function createMemoryGallery({ gallery }: Pick<Database, "gallery">): Gallery {
  const sites = new Map<string, SiteGallery>();
  const refreshes = new Map<string, Refreshes>();

  const load = async (siteId: string, { modelId, values }: Probe): Promise<SiteGallery> => {
    const { entries, sequence } = await gallery.load(siteId, modelId);
    const index = new ExactGallery(modelId, values.length);
    for (const [personId, templates] of byPerson(entries)) index.replacePerson(personId, templates);
    return { index, sequence };
  };

  const upToDate = async (siteId: string, probe: Probe): Promise<SiteGallery> => {
    const known = sites.get(siteId);
    try {
      // A site that decides by another model now needs that one's templates, and no longer those of the old one.
      if (known?.index.modelId === probe.modelId) {
        if ((await gallery.sequence(siteId)) === known.sequence) return known;
        const { sequence, persons } = await gallery.changesSince(siteId, known.sequence, probe.modelId);
        for (const { personId, entries } of persons) known.index.replacePerson(personId, entries);
        known.sequence = sequence;
        return known;
      }
    } catch (error) {
      if (!(error instanceof GalleryRewoundError)) throw error;
    }
    const loaded = await load(siteId, probe);
    sites.set(siteId, loaded);
    return loaded;
  };

  /**
   * One refresh at a time for each site and model: two that apply changes to one index at once would end at the older state. Searches
   * that come while one is under way share the next, which sees everything that was committed before they came.
   */
  const refreshed = (siteId: string, probe: Probe): Promise<SiteGallery> => {
    const key = `${siteId} ${probe.modelId}`;
    const own = refreshes.get(key) ?? {};
    refreshes.set(key, own);
    const begin = () => {
      own.running = upToDate(siteId, probe).finally(() => {
        own.running = undefined;
      });
      return own.running;
    };
    if (own.running === undefined && own.next === undefined) return begin();
    const ended = own.running?.catch(() => undefined);
    own.next ??= Promise.resolve(ended).then(() => {
      own.next = undefined;
      return begin();
    });
    return own.next;
  };

  return {
    search: async (siteId, probes, count) => {
      const [first] = probes;
      if (first === undefined) return [];
      return translated(async () => {
        const { index } = await refreshed(siteId, first);
        return probes.map((probe) => index.search(probe, count));
      });
    },
  };
}

function byPerson(entries: readonly GalleryEntry[]): Map<string, GalleryEntry[]> {
  const grouped = new Map<string, GalleryEntry[]>();
  for (const entry of entries) {
    const own = grouped.get(entry.personId);
    if (own === undefined) grouped.set(entry.personId, [entry]);
    else own.push(entry);
  }
  return grouped;
}

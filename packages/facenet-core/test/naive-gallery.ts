import type { Candidate, GalleryTemplate } from "../src/matching/index.js";

/**
 * What ExactGallery must agree with to the last bit: every row compared in order, nothing skipped. Rows move as they do there
 * when one is removed, because of two equal templates of a person the first one is named.
 */
export class NaiveGallery {
  private readonly rows: { personId: string; templateId: string; vector: Float32Array }[] = [];

  get size(): number {
    return this.rows.length;
  }

  replacePerson(personId: string, templates: readonly GalleryTemplate[]): void {
    for (let row = this.rows.length - 1; row >= 0; row--) {
      if (this.rows[row]!.personId !== personId) continue;
      const last = this.rows.pop()!;
      if (row < this.rows.length) this.rows[row] = last;
    }
    for (const { templateId, vector } of templates)
      this.rows.push({ personId, templateId, vector: Float32Array.from(vector) });
  }

  search(probe: Float32Array, k: number): Candidate[] {
    const best = new Map<string, { squared: number; templateId: string }>();
    for (const { personId, templateId, vector } of this.rows) {
      let squared = 0;
      for (let d = 0; d < vector.length; d++) {
        const difference = probe[d]! - vector[d]!;
        squared += difference * difference;
      }
      const known = best.get(personId);
      if (!known || squared < known.squared) best.set(personId, { squared, templateId });
    }
    return [...best]
      .map(([personId, { squared, templateId }]) => ({ personId, templateId, distance: Math.sqrt(squared) }))
      .sort((a, b) => a.distance - b.distance || (a.personId < b.personId ? -1 : 1))
      .slice(0, k);
  }
}

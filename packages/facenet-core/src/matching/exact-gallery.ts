import { type Embedding, ModelMismatchError } from "../embedding/model-identity.js";
import type { Candidate } from "./identify.js";

export interface GalleryTemplate {
  readonly templateId: string;
  readonly vector: Float32Array;
}

/**
 * Exact nearest people over one packed matrix, row-major [count x dimension]. A removed row is filled by the last one, so
 * changes cost what they touch. Every row is compared: recall is 1 by construction.
 */
export class ExactGallery {
  private matrix: Float32Array;
  private readonly rows: { personId: string; templateId: string }[] = [];
  private readonly rowsOfPerson = new Map<string, number[]>();

  constructor(
    readonly modelId: string,
    private readonly dimension: number,
  ) {
    this.matrix = new Float32Array(64 * dimension);
  }

  /** Number of templates. */
  get size(): number {
    return this.rows.length;
  }

  /** Makes `templates` all that the gallery holds of the person; an empty list removes the person. */
  replacePerson(personId: string, templates: readonly GalleryTemplate[]): void {
    for (const { vector } of templates) {
      if (vector.length !== this.dimension)
        throw new RangeError(`a template has ${vector.length} numbers, expected ${this.dimension}`);
    }
    // From the last row down, so that the row moved into a gap is never one that goes next.
    for (const row of [...(this.rowsOfPerson.get(personId) ?? [])].sort((a, b) => b - a)) this.removeRow(row);
    this.rowsOfPerson.delete(personId);
    for (const template of templates) this.append(personId, template);
  }

  /** The `k` nearest people, best template each, ascending distance; ties go to the lower person id so that answers repeat. */
  search(probe: Embedding, k: number): Candidate[] {
    if (probe.modelId !== this.modelId) throw new ModelMismatchError(this.modelId, probe.modelId);
    if (probe.values.length !== this.dimension)
      throw new RangeError("the probe has another dimension than the gallery");
    const best = new Map<string, { squared: number; row: number }>();
    const { matrix, dimension } = this;
    const query = probe.values;
    for (let row = 0, start = 0; row < this.rows.length; row++, start += dimension) {
      let squared = 0;
      for (let d = 0; d < dimension; d++) {
        const difference = query[d]! - matrix[start + d]!;
        squared += difference * difference;
      }
      const { personId } = this.rows[row]!;
      const known = best.get(personId);
      if (!known) best.set(personId, { squared, row });
      else if (squared < known.squared) {
        known.squared = squared;
        known.row = row;
      }
    }
    return [...best]
      .map(([personId, { squared, row }]) => ({
        personId,
        templateId: this.rows[row]!.templateId,
        distance: Math.sqrt(squared),
      }))
      .sort((a, b) => a.distance - b.distance || (a.personId < b.personId ? -1 : 1))
      .slice(0, k);
  }

  private append(personId: string, { templateId, vector }: GalleryTemplate): void {
    const row = this.rows.length;
    if ((row + 1) * this.dimension > this.matrix.length) {
      const grown = new Float32Array(this.matrix.length * 2);
      grown.set(this.matrix);
      this.matrix = grown;
    }
    this.matrix.set(vector, row * this.dimension);
    this.rows.push({ personId, templateId });
    const own = this.rowsOfPerson.get(personId);
    if (own) own.push(row);
    else this.rowsOfPerson.set(personId, [row]);
  }

  private removeRow(row: number): void {
    const last = this.rows.length - 1;
    if (row !== last) {
      this.matrix.copyWithin(row * this.dimension, last * this.dimension, (last + 1) * this.dimension);
      const moved = this.rows[last]!;
      this.rows[row] = moved;
      const own = this.rowsOfPerson.get(moved.personId)!;
      own[own.indexOf(last)] = row;
    }
    // An erased template does not linger in memory behind the end.
    this.matrix.fill(0, last * this.dimension, (last + 1) * this.dimension);
    this.rows.pop();
  }
}

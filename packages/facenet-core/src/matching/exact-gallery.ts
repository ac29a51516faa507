import { type Embedding, ModelMismatchError } from "../embedding/model-identity.js";
import type { Candidate } from "./identify.js";
import { NearestPeople } from "./nearest-people.js";
import { PackedRows } from "./packed-rows.js";
import { MAX_DIMENSION } from "./quantisation.js";

export interface GalleryTemplate {
  readonly templateId: string;
  readonly vector: Float32Array;
}

/**
 * Exact nearest people. A scan of 8-bit copies bounds every distance from below; rows are then compared in double precision, the
 * least bound first, until no bound is below the k-th best distance. The answer is that of a loop over all rows, to the last bit.
 *
 * Removing a row moves the last one into its place, so changes cost what they touch. The limits are the memory of the machine and
 * the 2^24 people that a Map can hold.
 */
export class ExactGallery {
  private readonly vectors: PackedRows;
  private readonly rows: { personId: string; templateId: string }[] = [];
  private readonly rowsOfPerson = new Map<string, number[]>();

  /** Throws RangeError for a dimension that is not a whole number of 1 to 4096. */
  constructor(
    readonly modelId: string,
    private readonly dimension: number,
  ) {
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > MAX_DIMENSION)
      throw new RangeError(`a gallery of dimension ${dimension}: it must be a whole number from 1 to ${MAX_DIMENSION}`);
    this.vectors = new PackedRows(dimension);
  }

  /** Number of templates. */
  get size(): number {
    return this.rows.length;
  }

  /**
   * Makes `templates` all that the gallery holds of the person; an empty list removes the person. Throws RangeError, having changed
   * nothing, for a vector of another dimension or with a number that is not finite, and when memory does not suffice.
   */
  replacePerson(personId: string, templates: readonly GalleryTemplate[]): void {
    for (const { vector } of templates) {
      if (vector.length !== this.dimension)
        throw new RangeError(`a template has ${vector.length} numbers, expected ${this.dimension}`);
      if (!allFinite(vector)) throw new RangeError("a template has a number that is not finite");
    }
    const own = this.rowsOfPerson.get(personId) ?? [];
    this.vectors.reserve(this.size - own.length + templates.length);
    // From the last row down, so that the row moved into a gap is never one that goes next.
    for (const row of [...own].sort((a, b) => b - a)) this.removeRow(row);
    if (templates.length === 0) this.rowsOfPerson.delete(personId);
    else
      this.rowsOfPerson.set(
        personId,
        templates.map((template) => this.append(personId, template)),
      );
  }

  /**
   * The `k` nearest people, best template each, ascending distance; ties go to the lower person id so that answers repeat. Throws
   * ModelMismatchError for a probe of another model, RangeError for one of another dimension or with a number that is not finite.
   */
  search(probe: Embedding, k: number): Candidate[] {
    if (probe.modelId !== this.modelId) throw new ModelMismatchError(this.modelId, probe.modelId);
    if (probe.values.length !== this.dimension)
      throw new RangeError("the probe has another dimension than the gallery");
    if (!allFinite(probe.values)) throw new RangeError("the probe has a number that is not finite");
    if (!(k >= 1)) return [];
    const nearest = new NearestPeople(Math.floor(k));
    this.vectors.visitNearest(probe.values, (row, squared) => {
      nearest.offer(this.rows[row]!.personId, row, squared);
      return nearest.cutoff;
    });
    return nearest.inOrder.map(({ personId, row, distance }) => ({
      personId,
      templateId: this.rows[row]!.templateId,
      distance,
    }));
  }

  private append(personId: string, { templateId, vector }: GalleryTemplate): number {
    this.vectors.push(vector);
    return this.rows.push({ personId, templateId }) - 1;
  }

  private removeRow(row: number): void {
    const last = this.rows.length - 1;
    this.vectors.remove(row);
    if (row !== last) {
      const moved = this.rows[last]!;
      this.rows[row] = moved;
      const own = this.rowsOfPerson.get(moved.personId)!;
      own[own.indexOf(last)] = row;
    }
    this.rows.pop();
  }
}

function allFinite(vector: Float32Array): boolean {
  for (let d = 0; d < vector.length; d++) if (!Number.isFinite(vector[d])) return false;
  return true;
}

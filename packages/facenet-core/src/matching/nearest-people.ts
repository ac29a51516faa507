/** The nearest row of a person. */
export interface NearestRow {
  readonly personId: string;
  readonly row: number;
  readonly squared: number;
  readonly distance: number;
}

/**
 * The k nearest people of the rows offered so far, whatever their order: best row each (the lower one of equal rows), ascending
 * by distance, then by person id.
 */
export class NearestPeople {
  /** A row at a greater squared distance changes nothing any more. */
  cutoff = Number.POSITIVE_INFINITY;
  private readonly ranked: NearestRow[] = [];
  private readonly rankedOf = new Map<string, NearestRow>();

  /** `k` is at least 1. */
  constructor(private readonly k: number) {}

  get inOrder(): readonly NearestRow[] {
    return this.ranked;
  }

  offer(personId: string, row: number, squared: number): void {
    if (squared > this.cutoff) return;
    const known = this.rankedOf.get(personId);
    if (known !== undefined) {
      if (known.squared < squared || (known.squared === squared && known.row < row)) return;
      this.ranked.splice(this.rank(known), 1);
    }
    const found = { personId, row, squared, distance: Math.sqrt(squared) };
    this.ranked.splice(this.rank(found), 0, found);
    this.rankedOf.set(personId, found);
    if (this.ranked.length > this.k) this.rankedOf.delete(this.ranked.pop()!.personId);
    // Squares a few units apart in the last place have one root, and then the person id decides: 2^-50 is beyond that.
    if (this.ranked.length === this.k) this.cutoff = this.ranked.at(-1)!.squared * (1 + 2 ** -50);
  }

  /** How many come before `entry`. */
  private rank(entry: NearestRow): number {
    let low = 0;
    let high = this.ranked.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comesBefore(this.ranked[middle]!, entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comesBefore(a: NearestRow, b: NearestRow): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.personId < b.personId);
}

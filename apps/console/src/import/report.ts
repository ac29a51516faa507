import { unparse } from "papaparse";
import type { RowState } from "./row-state";

export interface ReportRow {
  readonly line: number;
  readonly externalId: string;
  readonly state: RowState;
  /** In words. */
  readonly reason: string;
}

/** What became of every row, for a spreadsheet. Cells that a spreadsheet would run as a formula are made harmless. */
export function reportOf(rows: readonly ReportRow[]): string {
  return unparse(
    rows.map(({ line, externalId, state, reason }) => ({
      ...{ line, externalId, status: state.kind, reason },
      photosAccepted: state.kind === "done" ? state.accepted : 0,
      photosRefused: state.kind === "done" ? state.refused : 0,
    })),
    { escapeFormulae: true, newline: "\r\n" },
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { CallFailedError } from "../api/client";
import { useSite } from "../shell/viewer";
import type { PhotoFiles } from "./photo-files";
import type { RowState } from "./row-state";
import type { ImportRow } from "./rows";
import { checkRow, importRow } from "./work";

export type Phase = "idle" | "checking" | "checked" | "importing" | "over";

export interface Import {
  readonly phase: Phase;
  readonly states: readonly RowState[];
  /** Rows of the step under way that are done, of how many. */
  readonly progress: { readonly done: number; readonly of: number };
  /** What stopped the step before its end. */
  readonly error: unknown;
  check(): Promise<void>;
  run(options: { withFaults: boolean }): Promise<void>;
  /** After the row in hand. */
  stop(): void;
  reset(): void;
}

/** The two steps, each row after row, so that the server stays free for others. */
export function useImport(rows: readonly ImportRow[], files: PhotoFiles): Import {
  const { id: siteId } = useSite();
  const queryClient = useQueryClient();
  const [phase, setPhase] = useState<Phase>("idle");
  const [states, setStates] = useState<readonly RowState[]>([]);
  const [progress, setProgress] = useState({ done: 0, of: 0 });
  const [error, setError] = useState<unknown>();
  const isStopped = useRef(false);

  const set = (index: number, state: RowState) =>
    setStates((known) => known.map((other, i) => (i === index ? state : other)));

  /** @returns whether it came to its end */
  const each = async (indices: readonly number[], work: (index: number) => Promise<void>): Promise<boolean> => {
    isStopped.current = false;
    setError(undefined);
    setProgress({ done: 0, of: indices.length });
    for (const [done, index] of indices.entries()) {
      if (isStopped.current) return false;
      try {
        await work(index);
      } catch (caught) {
        setError(caught);
        return false;
      }
      setProgress({ done: done + 1, of: indices.length });
    }
    return true;
  };

  return {
    ...{ phase, states, progress, error },
    check: async () => {
      // What was imported before stays as it is.
      const before = rows.map((_, index) => states[index] ?? { kind: "waiting" as const });
      setStates(before);
      setPhase("checking");
      const open = [...rows.keys()].filter((index) => before[index]?.kind !== "done");
      await each(open, async (index) => {
        const row = rows[index];
        if (row === undefined) return;
        set(index, { kind: "checking" });
        try {
          set(index, await checkRow(siteId, row, files));
        } catch (caught) {
          set(index, { kind: "waiting" });
          throw caught;
        }
      });
      setPhase("checked");
    },
    run: async ({ withFaults }) => {
      setPhase("importing");
      const wanted = states.flatMap((state, index) =>
        state.kind === "ready" && (withFaults || state.faults.length === 0) ? [index] : [],
      );
      const ended = await each(wanted, async (index) => {
        const [row, state] = [rows[index], states[index]];
        if (row === undefined || state?.kind !== "ready") return;
        set(index, { kind: "importing" });
        try {
          set(index, await importRow(siteId, row, files, state.faults));
        } catch (caught) {
          set(index, state);
          if (!(caught instanceof CallFailedError) || caught.code === "INTERNAL") {
            set(index, { kind: "failed", code: "UNKNOWN", message: "" });
            return;
          }
          throw caught;
        }
      });
      setPhase(ended ? "over" : "checked");
      await Promise.all(
        ["people", "tags", "attempts"].map((name) => queryClient.invalidateQueries({ queryKey: [name] })),
      );
    },
    stop: useCallback(() => {
      isStopped.current = true;
    }, []),
    reset: useCallback(() => {
      isStopped.current = true;
      setPhase("idle");
      setStates([]);
      setError(undefined);
    }, []),
  };
}

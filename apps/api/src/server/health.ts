import { setTimeout as sleep } from "node:timers/promises";

const PROBE_TIMEOUT_MS = 2_000;

export interface Readiness {
  ready: boolean;
  checks: Record<string, boolean>;
}

/** Ready when every probe answers true in time. A probe that throws or hangs counts as false. */
export async function checkReadiness(
  probes: Readonly<Record<string, () => Promise<boolean>>>,
  timeoutMs = PROBE_TIMEOUT_MS,
): Promise<Readiness> {
  const entries = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      const expired = sleep(timeoutMs, false, { ref: false });
      return [name, await Promise.race([Promise.resolve().then(probe), expired]).catch(() => false)] as const;
    }),
  );
  return { ready: entries.every(([, ok]) => ok), checks: Object.fromEntries(entries) };
}

"use client";

import { useFormatter } from "use-intl";

/** A moment in the viewer's zone; the exact one shows on pointing at it. */
export function Time({ at }: { at: string }) {
  const format = useFormatter();
  const moment = new Date(at);
  return (
    <time dateTime={at} title={format.dateTime(moment, { dateStyle: "full", timeStyle: "long" })}>
      {format.dateTime(moment, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}

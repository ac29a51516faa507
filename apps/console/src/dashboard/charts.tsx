"use client";

import "@mantine/charts/styles.css";
import { BarChart, LineChart } from "@mantine/charts";
import { useFormatter, useTranslations } from "use-intl";
import type { Bucket, LatencyPoint } from "./figures";

const HEIGHT = 240;

export function AttemptsChart({ buckets, byDay }: { buckets: readonly Bucket[]; byDay: boolean }) {
  const t = useTranslations("dashboard");
  const at = useMoment(byDay);
  return (
    <BarChart
      h={HEIGHT}
      data={buckets.map(({ at: start, ...counts }) => ({ at: at(start), ...counts }))}
      dataKey="at"
      type="stacked"
      // The figures stand in words beside it; a picture is not to be tabbed into.
      barChartProps={{ accessibilityLayer: false }}
      withLegend
      series={[
        { name: "good", label: t("good"), color: "green.6" },
        { name: "unsure", label: t("unsure"), color: "yellow.6" },
        { name: "bad", label: t("bad"), color: "red.6" },
        { name: "none", label: t("noDecision"), color: "gray.5" },
      ]}
    />
  );
}

export function LatencyChart({ points, byDay }: { points: readonly LatencyPoint[]; byDay: boolean }) {
  const t = useTranslations("dashboard");
  const at = useMoment(byDay, true);
  return (
    <LineChart
      h={HEIGHT}
      data={points.map(({ at: hour, ...figures }) => ({ at: at(hour), ...figures }))}
      dataKey="at"
      unit=" ms"
      lineChartProps={{ accessibilityLayer: false }}
      withLegend
      curveType="linear"
      // Nothing is known of hours without attempts.
      connectNulls={false}
      series={[
        { name: "median", label: t("median"), color: "indigo.6" },
        { name: "p95", label: t("p95"), color: "orange.6" },
      ]}
    />
  );
}

function useMoment(byDay: boolean, withHour = !byDay): (moment: string) => string {
  const format = useFormatter();
  return (moment) =>
    format.dateTime(new Date(moment), {
      ...(byDay ? { day: "numeric", month: "short" } : {}),
      ...(withHour ? { hour: "numeric", minute: "2-digit" } : {}),
    });
}

"use client";

import {
  Button,
  Card,
  Group,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import type { ActivityQuery } from "../generated/graphql";
import { useSite, useViewer } from "../shell/viewer";
import { Link } from "../ui/link";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { ACTIVITY } from "./documents";
import { bucketsOf, latencyOf, totalsOf } from "./figures";

// The charts are larger than all the rest of the page together.
const loading = () => <Skeleton h={240} />;
const AttemptsChart = dynamic(() => import("./charts").then((charts) => charts.AttemptsChart), { ssr: false, loading });
const LatencyChart = dynamic(() => import("./charts").then((charts) => charts.LatencyChart), { ssr: false, loading });

const SPANS = [24, 168, 720] as const;
const REFRESH_MS = 30_000;

export function DashboardPage() {
  const t = useTranslations("dashboard");
  const { id: siteId, name } = useSite();
  const [hours, setHours] = useState<(typeof SPANS)[number]>(24);
  const activity = useApi("activity", ACTIVITY, { siteId, hours }, { refetchInterval: REFRESH_MS });
  return (
    <Page
      title={t("title")}
      description={name}
      actions={
        <SegmentedControl
          aria-label={t("span")}
          value={String(hours)}
          onChange={(value) => setHours(SPANS.find((span) => String(span) === value) ?? 24)}
          data={SPANS.map((span) => ({ value: String(span), label: t(`spans.${span}`) }))}
        />
      }
    >
      <Answer query={activity}>
        {(data) =>
          data.activity.counts.length === 0 ? <Nothing /> : <Figures activity={data.activity} hours={hours} />
        }
      </Answer>
    </Page>
  );
}

function Nothing() {
  const t = useTranslations("dashboard");
  const { is } = useViewer();
  return (
    <EmptyState title={t("nothing")}>
      <Text ta="center">{t("nothingDetail")}</Text>
      <Group>
        {is("OWNER", "ADMIN") ? (
          <Button component={Link} href="/people/new">
            {t("addPerson")}
          </Button>
        ) : null}
        {is("OWNER", "ADMIN", "REVIEWER") ? (
          <Button component={Link} href="/try" variant="default">
            {t("tryIt")}
          </Button>
        ) : null}
      </Group>
    </EmptyState>
  );
}

function Figures({ activity, hours }: { activity: ActivityQuery["activity"]; hours: number }) {
  const t = useTranslations("dashboard");
  const format = useFormatter();
  const { attempts, goodShare, failureToAcquire, medianMs } = totalsOf(activity);
  const percent = (share: number | null) =>
    share === null ? "–" : format.number(share, { style: "percent", maximumFractionDigits: 1 });
  const byDay = hours > 48;
  const buckets = bucketsOf(activity, hours);
  const busiest = buckets.reduce((most, { good, unsure, bad, none }) => Math.max(most, good + unsure + bad + none), 0);
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Figure name={t("attempts")}>{format.number(attempts)}</Figure>
        <Figure name={t("goodShare")}>{percent(goodShare)}</Figure>
        <Figure name={t("failureToAcquire")} detail={t("failureToAcquireDetail")}>
          {percent(failureToAcquire)}
        </Figure>
        <Figure name={t("latency")} detail={t("latencyDetail")}>
          {medianMs === null ? "–" : t("ms", { time: format.number(medianMs, { maximumFractionDigits: 0 }) })}
        </Figure>
      </SimpleGrid>
      <Chart title={byDay ? t("perDay") : t("perHour")} summary={t("attemptsSummary", { attempts, busiest })}>
        <AttemptsChart buckets={buckets} byDay={byDay} />
      </Chart>
      {activity.latency.length === 0 ? null : (
        <Chart title={t("latencyOverTime")} summary={t("latencySummary", { median: Math.round(medianMs ?? 0) })}>
          <LatencyChart points={latencyOf(activity, hours)} byDay={byDay} />
        </Chart>
      )}
    </Stack>
  );
}

function Figure({ name, detail, children }: { name: string; detail?: string; children: ReactNode }) {
  return (
    <Card withBorder>
      <Text size="sm">{name}</Text>
      <Text size="xl" fw={700} className="number">
        {children}
      </Text>
      {detail === undefined ? null : (
        <Text size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </Card>
  );
}

function Chart({ title, summary, children }: { title: string; summary: string; children: ReactNode }) {
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      <VisuallyHidden>{summary}</VisuallyHidden>
      <div aria-hidden="true">{children}</div>
    </Card>
  );
}

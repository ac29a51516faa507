"use client";

import { Button, Card, Group, Kbd, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { usePages } from "../api/use-pages";
import type { ReviewVerdict } from "../generated/graphql";
import { useSite } from "../shell/viewer";
import { Link } from "../ui/link";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { Time } from "../ui/time";
import { attemptPath } from "./attempts-table";
import { Comparison } from "./comparison";
import { DecisionBadge } from "./decision-badge";
import { ATTEMPTS } from "./documents";
import { useReview, VerdictButtons } from "./reviews";

/** Attempts that nobody has reviewed, one after another, without touching the mouse. */
export function ReviewPage() {
  const t = useTranslations("review");
  const words = useTranslations("attempts");
  const { id: siteId } = useSite();
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<{ id: string; verdict: ReviewVerdict }>();
  const waiting = usePages("attempts", ATTEMPTS, { siteId, review: "NONE" as const }, (data) => data.attempts);
  const queue = waiting.nodes?.filter(
    ({ id, kind, decision }) => kind !== "ENROLL" && decision != null && !skipped.has(id) && id !== last?.id,
  );
  const current = queue?.[0];
  const reviewing = useReview();
  const say = (id: string, verdict: ReviewVerdict) =>
    reviewing.mutate({ siteId, attemptId: id, verdict }, { onSuccess: () => setLast({ id, verdict }) });
  const skip = () => current && setSkipped(new Set([...skipped, current.id]));
  useHotkeys([["s", () => skip()]]);
  return (
    <Page title={t("title")} description={t("description")}>
      {last === undefined ? null : (
        <Group role="status">
          <Text size="sm">{t("said", { verdict: words(`verdicts.${last.verdict}`) })}</Text>
          <Button component={Link} href={attemptPath(last.id)} size="compact-sm" variant="subtle">
            {t("change")}
          </Button>
        </Group>
      )}
      <Answer query={{ data: queue, error: waiting.error, refetch: waiting.refetch }}>
        {() =>
          current === undefined ? (
            <EmptyState title={t("done")}>
              <Text ta="center">{t("doneDetail")}</Text>
              {waiting.hasNextPage ? (
                <Button loading={waiting.isFetchingNextPage} onClick={() => void waiting.fetchNextPage()}>
                  {t("more")}
                </Button>
              ) : null}
            </EmptyState>
          ) : (
            <Card withBorder>
              <Stack>
                <Group justify="space-between">
                  <Group>
                    <Text fw={600}>{words(`kinds.${current.kind}`)}</Text>
                    <DecisionBadge decision={current.decision} problemCode={current.problemCode} />
                  </Group>
                  <Text size="sm" c="dimmed">
                    <Time at={current.createdAt} />
                  </Text>
                </Group>
                <Comparison attempt={current} />
                <Text>{words("reviewQuestion")}</Text>
                <Group>
                  <VerdictButtons
                    current={undefined}
                    isPending={reviewing.isPending}
                    say={(verdict) => say(current.id, verdict)}
                  />
                  <Button variant="subtle" onClick={skip} rightSection={<Kbd size="xs">S</Kbd>}>
                    {t("skip")}
                  </Button>
                </Group>
              </Stack>
            </Card>
          )
        }
      </Answer>
    </Page>
  );
}

"use client";

import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import type { AttemptQuery } from "../generated/graphql";
import { personPath } from "../people/people-table";
import { useReasons } from "../photos/reasons";
import { useSite, useViewer } from "../shell/viewer";
import { Link } from "../ui/link";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { Comparison } from "./comparison";
import { DecisionBadge } from "./decision-badge";
import { ATTEMPT } from "./documents";
import { useReview, VerdictButtons } from "./reviews";

type Detail = NonNullable<AttemptQuery["attempt"]>;

export function AttemptPage({ id }: { id: string }) {
  const t = useTranslations("attempts");
  const { id: siteId } = useSite();
  const attempt = useApi("attempt", ATTEMPT, { siteId, id });
  return (
    <Answer query={attempt}>
      {({ attempt: found }) =>
        found ? (
          <Known attempt={found} />
        ) : (
          <EmptyState title={t("notFound")}>
            <Button component={Link} href="/attempts" variant="default">
              {t("toAttempts")}
            </Button>
          </EmptyState>
        )
      }
    </Answer>
  );
}

function Known({ attempt }: { attempt: Detail }) {
  const t = useTranslations("attempts");
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const reviewing = useReview();
  const { id, kind, decision, verdict, reviews } = attempt;
  const canBeReviewed = kind !== "ENROLL" && decision != null;
  return (
    <Page title={t(`kinds.${kind}`)} description={<Time at={attempt.createdAt} />}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Card withBorder>
          <Stack>
            <Group>
              <DecisionBadge decision={decision} problemCode={attempt.problemCode} />
            </Group>
            <Comparison attempt={attempt} />
          </Stack>
        </Card>
        <Facts attempt={attempt} />
      </SimpleGrid>
      {canBeReviewed ? (
        <Card withBorder>
          <Stack>
            <Title order={2} size="h4">
              {t("review")}
            </Title>
            <Text size="sm">{t("reviewQuestion")}</Text>
            {is("OWNER", "ADMIN", "REVIEWER") ? (
              <VerdictButtons
                current={verdict}
                isPending={reviewing.isPending}
                say={(said) => reviewing.mutate({ siteId, attemptId: id, verdict: said })}
              />
            ) : null}
            {reviews.map((review) => (
              <Text key={review.id} size="sm">
                {t("reviewed", {
                  verdict: t(`verdicts.${review.verdict}`),
                  reviewer: review.reviewer ?? t("removedUser"),
                })}{" "}
                <Time at={review.createdAt} />
              </Text>
            ))}
          </Stack>
        </Card>
      ) : null}
      {attempt.candidates.length > 1 ? <Candidates attempt={attempt} /> : null}
    </Page>
  );
}

function Facts({ attempt }: { attempt: Detail }) {
  const t = useTranslations("attempts");
  const format = useFormatter();
  const reasonsOf = useReasons();
  const { quality, timings, distance, threshold, claimedExternalId } = attempt;
  const total = timings.reduce((sum, { ms }) => sum + ms, 0);
  const facts: [string, ReactNode][] = [
    [t("claim"), claimedExternalId ?? "–"],
    [t("distance"), distance == null ? "–" : distance.toFixed(4)],
    [t("threshold"), threshold == null ? "–" : threshold.toFixed(4)],
    [t("policyVersion"), attempt.policyVersion ?? "–"],
    [t("model"), attempt.modelId ?? "–"],
    [
      t("quality"),
      quality
        ? `${t("score", { score: Math.round(quality.score), size: Math.round(quality.sizePx) })} ${reasonsOf(quality.reasons)}`
        : "–",
    ],
    [
      t("timings"),
      timings.length === 0
        ? "–"
        : t("ms", {
            total: format.number(total, { maximumFractionDigits: 1 }),
            stages: timings
              .map(({ stage, ms }) => `${stage} ${format.number(ms, { maximumFractionDigits: 1 })}`)
              .join(", "),
          }),
    ],
    [t("caller"), attempt.caller ?? "–"],
    [t("requestId"), attempt.requestId ?? "–"],
    [t("attemptId"), attempt.id],
  ];
  return (
    <Card withBorder style={{ alignSelf: "start" }}>
      <Title order={2} size="h4" mb="sm">
        {t("facts")}
      </Title>
      <Table>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w="35%">{name}</Table.Th>
              <Table.Td className="breaks number">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function Candidates({ attempt: { candidates } }: { attempt: Detail }) {
  const t = useTranslations("attempts");
  return (
    <Card withBorder>
      <Title order={2} size="h4" mb="sm">
        {t("candidates")}
      </Title>
      <Table aria-label={t("candidates")}>
        <Table.Tbody>
          {candidates.map(({ person, distance, photoId }) => (
            <Table.Tr key={photoId ?? distance}>
              <Table.Td className="breaks">
                {person ? <Link href={personPath(person.externalId)}>{person.displayName}</Link> : t("deleted")}
              </Table.Td>
              <Table.Td ta="right" className="number">
                {distance.toFixed(4)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

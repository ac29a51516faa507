"use client";

import { Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { AttemptRowFragment } from "../generated/graphql";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { DecisionBadge } from "./decision-badge";

export const attemptPath = (id: string) => `/attempts/${id}`;

export function AttemptsTable({ attempts }: { attempts: readonly AttemptRowFragment[] }) {
  const t = useTranslations("attempts");
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table highlightOnHover aria-label={t("title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("when")}</Table.Th>
            <Table.Th>{t("kind")}</Table.Th>
            <Table.Th>{t("who")}</Table.Th>
            <Table.Th>{t("outcome")}</Table.Th>
            <Table.Th ta="right">{t("distance")}</Table.Th>
            <Table.Th>{t("review")}</Table.Th>
            <Table.Th>{t("caller")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {attempts.map((attempt) => (
            <Table.Tr key={attempt.id}>
              <Table.Td>
                <Text component={Link} href={attemptPath(attempt.id)} size="sm">
                  <Time at={attempt.createdAt} />
                </Text>
              </Table.Td>
              <Table.Td>{t(`kinds.${attempt.kind}`)}</Table.Td>
              <Table.Td>
                <Who attempt={attempt} />
              </Table.Td>
              <Table.Td>
                <DecisionBadge decision={attempt.decision} problemCode={attempt.problemCode} />
              </Table.Td>
              <Table.Td ta="right" className="number">
                {attempt.distance == null ? "–" : attempt.distance.toFixed(3)}
              </Table.Td>
              <Table.Td>{attempt.verdict ? t(`verdicts.${attempt.verdict}`) : "–"}</Table.Td>
              <Table.Td className="breaks">{attempt.caller ?? "–"}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Whom the attempt is about: who was claimed, or who came nearest. */
function Who({
  attempt: { id, hasProbeFace, candidates, claimedExternalId, decision, kind },
}: {
  attempt: AttemptRowFragment;
}) {
  const t = useTranslations("attempts");
  const nearest = candidates[0]?.person;
  const isAboutNearest = kind !== "IDENTIFY" || decision === "IDENTIFIED" || decision === "AMBIGUOUS";
  const name = (isAboutNearest ? nearest?.displayName : undefined) ?? claimedExternalId ?? t("nobody");
  return (
    <Group gap="xs" wrap="nowrap">
      {hasProbeFace ? <Face of="attempts" id={id} name={name} size={32} /> : null}
      <span className="breaks">{name}</span>
    </Group>
  );
}

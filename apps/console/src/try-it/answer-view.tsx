"use client";

import { Alert, Card, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { attemptPath } from "../attempts/attempts-table";
import { DistanceScale } from "../attempts/distance-scale";
import { personPath } from "../people/people-table";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
import { type Answer, type FaceAnswer, TONES } from "./ask";

const COLOURS = { good: "green", unsure: "orange", bad: "red" } as const;

export function AnswerView({ answer }: { answer: Answer }) {
  const t = useTranslations("answer");
  if (answer.kind === "verified") return <Verified answer={answer} />;
  const { faces, threshold, omitted } = answer;
  return (
    <Stack>
      {faces.length > 1 ? (
        <Text fw={500}>
          {t("known", { known: faces.filter(({ outcome }) => outcome === "IDENTIFIED").length, count: faces.length })}
        </Text>
      ) : null}
      {faces.map((face, index) => (
        <Identified
          key={face.attemptId}
          face={face}
          threshold={threshold}
          number={faces.length > 1 ? index + 1 : undefined}
        />
      ))}
      {omitted > 0 ? <Text size="sm">{t("omitted", { count: omitted })}</Text> : null}
    </Stack>
  );
}

function Verified({ answer }: { answer: Extract<Answer, { kind: "verified" }> }) {
  const t = useTranslations("answer");
  const { decision, distance, threshold, reviewThreshold, externalId, attemptId } = answer;
  return (
    <Stack>
      <Alert
        color={COLOURS[TONES[decision]]}
        title={t(decision, { name: externalId })}
        classNames={{ title: "outcome-title" }}
      >
        {distance === null
          ? t("thresholdOnly", { threshold: threshold.toFixed(3) })
          : t("why", { distance: distance.toFixed(3), threshold: threshold.toFixed(3) })}
      </Alert>
      <DistanceScale scale={{ acceptUpTo: threshold, reviewUpTo: reviewThreshold }} distance={distance ?? undefined} />
      <Text component={Link} href={attemptPath(attemptId)} size="sm">
        {t("facts")}
      </Text>
    </Stack>
  );
}

function Identified({ face, threshold, number }: { face: FaceAnswer; threshold: number; number: number | undefined }) {
  const t = useTranslations("answer");
  const { outcome, candidates, attemptId } = face;
  const [nearest] = candidates;
  const title = outcome === null ? t("notClear") : t(outcome, { name: nearest?.person.displayName ?? t("somebody") });
  return (
    <Card withBorder padding="sm">
      <Stack gap="sm">
        <Alert
          color={outcome === null ? "gray" : COLOURS[TONES[outcome]]}
          title={number === undefined ? title : `${number}. ${title}`}
          classNames={{ title: "outcome-title" }}
        >
          {nearest === undefined
            ? t("nobodyNear", { threshold: threshold.toFixed(3) })
            : t("why", { distance: nearest.distance.toFixed(3), threshold: threshold.toFixed(3) })}
        </Alert>
        {outcome === null ? null : (
          <DistanceScale scale={{ acceptUpTo: threshold, reviewUpTo: threshold }} distance={nearest?.distance} />
        )}
        {candidates.length === 0 ? null : (
          <Stack gap={4} component="ul" className="plain-list" aria-label={t("candidates")}>
            {candidates.map(({ person, distance }) => (
              <Group key={person.externalId} component="li" wrap="nowrap" gap="sm">
                <Face of="templates" id={person.photos.at(-1)?.id} name={person.displayName} size={36} />
                <Text component={Link} href={personPath(person.externalId)} size="sm" className="breaks" flex={1}>
                  {person.displayName}
                </Text>
                <Text size="sm" className="number">
                  {distance.toFixed(3)}
                </Text>
              </Group>
            ))}
          </Stack>
        )}
        <Text component={Link} href={attemptPath(attemptId)} size="sm">
          {t("facts")}
        </Text>
      </Stack>
    </Card>
  );
}

"use client";

import { Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { AttemptRowFragment } from "../generated/graphql";
import { personPath } from "../people/people-table";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
import { DistanceScale } from "./distance-scale";

/** The probe and whom it was compared with, side by side, and how near they are. */
export function Comparison({ attempt }: { attempt: AttemptRowFragment }) {
  const t = useTranslations("attempts");
  const { id, hasProbeFace, candidates, distance, threshold } = attempt;
  const [nearest] = candidates;
  return (
    <Stack>
      <Group align="flex-start">
        {hasProbeFace ? (
          <Stack gap={4} align="center">
            <Face of="attempts" id={id} name={t("probe")} size={144} />
            <Text size="sm">{t("probe")}</Text>
          </Stack>
        ) : null}
        {nearest === undefined ? null : (
          <Stack gap={4} align="center">
            <Face
              of="templates"
              id={nearest.photoId ?? undefined}
              name={nearest.person?.displayName ?? t("deleted")}
              size={144}
            />
            <Text size="xs" c="dimmed">
              {t("nearest")}
            </Text>
            {nearest.person ? (
              <Text size="sm" component={Link} href={personPath(nearest.person.externalId)}>
                {nearest.person.displayName}
              </Text>
            ) : (
              <Text size="sm">{t("deleted")}</Text>
            )}
          </Stack>
        )}
      </Group>
      {hasProbeFace ? null : (
        <Text size="sm" c="dimmed">
          {t("noProbeFace")}
        </Text>
      )}
      {threshold == null ? null : (
        <DistanceScale scale={{ acceptUpTo: threshold, reviewUpTo: threshold }} distance={distance ?? undefined} />
      )}
    </Stack>
  );
}

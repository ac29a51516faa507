"use client";

import { Alert, Card, CloseButton, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { PhotoView } from "./photo-view";
import { useReasons } from "./reasons";
import type { ChosenPhoto } from "./use-photos";

/** A photo with its faces, which one is meant, and why it cannot be used where that is so. */
export function PhotoCard({
  photo,
  remove,
  choose,
}: {
  photo: ChosenPhoto;
  remove: () => void;
  choose: (face: number) => void;
}) {
  const t = useTranslations("photos");
  const { url, file, state, chosen } = photo;
  const faces = state.kind === "seen" ? state.faces : [];
  const boxes = faces.map(({ box, quality }, index) => ({
    ...box,
    tone: index === chosen ? (quality.reasons.length === 0 ? ("good" as const) : ("bad" as const)) : undefined,
  }));
  return (
    <Card withBorder padding="sm">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" truncate title={file.name}>
            {file.name}
          </Text>
          <CloseButton aria-label={t("remove", { name: file.name })} onClick={remove} />
        </Group>
        <PhotoView url={url} name={file.name} boxes={boxes} {...(faces.length > 1 ? { choose } : {})} />
        <Verdict photo={photo} />
      </Stack>
    </Card>
  );
}

function Verdict({ photo: { state, chosen } }: { photo: ChosenPhoto }) {
  const t = useTranslations("photos");
  const textOf = useErrorText();
  const reasonsOf = useReasons();
  if (state.kind === "looking") {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("looking")}
      </Text>
    );
  }
  if (state.kind === "failed") return <Refused>{textOf(state.error)}</Refused>;
  const { faces } = state;
  if (faces.length === 0) return <Refused>{t("noFace")}</Refused>;
  if (chosen === undefined) {
    return (
      <Alert color="yellow" role="status" p="xs">
        {t("chooseFace", { count: faces.length })}
      </Alert>
    );
  }
  const quality = faces[chosen]?.quality;
  if (quality === undefined) return null;
  if (quality.reasons.length > 0) return <Refused>{t("notGood", { reasons: reasonsOf(quality.reasons) })}</Refused>;
  return (
    <Text size="sm" role="status">
      {t("good", { score: Math.round(quality.score) })}
    </Text>
  );
}

function Refused({ children }: { children: string }) {
  return (
    <Alert color="red" role="status" p="xs">
      {children}
    </Alert>
  );
}

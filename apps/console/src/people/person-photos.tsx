"use client";

import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSite, useViewer } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { Face } from "../ui/face";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import type { PersonDetail } from "./person-page";
import { removePhoto } from "./writes";

/** What the person is recognised by. */
export function PersonPhotos({ person }: { person: PersonDetail }) {
  const t = useTranslations("person");
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const [removing, setRemoving] = useState<string>();
  const removal = useWrite(removePhoto, { changes: ["person", "people"], quiet: true, done: () => t("photoRemoved") });
  const mayRemove = is("OWNER", "ADMIN") && person.photos.length > 1;
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("photos", { count: person.photos.length })}
        </Title>
        {person.photos.map(({ id, createdAt, modelId, quality }, index) => (
          <Group key={id} wrap="nowrap" align="flex-start">
            <Face of="templates" id={id} name={person.displayName} size={96} />
            <Stack gap={2} className="shrinks">
              <Text size="sm">
                {t("quality", { score: Math.round(quality.score), size: Math.round(quality.sizePx) })}
              </Text>
              <Text size="sm" c="dimmed">
                <Time at={createdAt} />
              </Text>
              <Text size="xs" c="dimmed" className="breaks">
                {modelId}
              </Text>
              {mayRemove ? (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-xs"
                  style={{ alignSelf: "flex-start" }}
                  aria-label={t("removePhotoNumber", { number: index + 1 })}
                  onClick={() => setRemoving(id)}
                >
                  {t("removePhoto")}
                </Button>
              ) : null}
            </Stack>
          </Group>
        ))}
      </Stack>
      {removing === undefined ? null : (
        <ConfirmModal
          title={t("removePhotoTitle")}
          action={t("removePhoto")}
          run={() => removal.mutateAsync({ siteId, externalId: person.externalId, photoId: removing })}
          onClose={() => setRemoving(undefined)}
        >
          {t("removePhotoDetail")}
        </ConfirmModal>
      )}
    </Card>
  );
}

"use client";

import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { PhotoCollector } from "../photos/photo-collector";
import { isUsable, usePhotos } from "../photos/use-photos";
import { useSite } from "../shell/viewer";
import { useWrite } from "../ui/use-write";
import { DuplicateWarning } from "./duplicate-warning";
import { addPhotos, type EnrolmentOutcome } from "./enrol";
import type { PersonDetail } from "./person-page";

const MOST_PHOTOS = 10;

export function AddPhotosModal({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const t = useTranslations("person");
  const textOf = useErrorText();
  const { id: siteId } = useSite();
  const photos = usePhotos({ most: MOST_PHOTOS });
  const [duplicate, setDuplicate] = useState<Extract<EnrolmentOutcome, { kind: "duplicate" }>>();
  const usable = photos.photos.filter(isUsable);
  const adding = useWrite(
    (confirmDuplicate: boolean) =>
      addPhotos({
        ...{ siteId, externalId: person.externalId, photos: usable, confirmDuplicate },
        idempotencyKey: crypto.randomUUID(),
      }),
    {
      ...{ changes: ["person", "people"], quiet: true },
      done: (outcome) =>
        outcome.kind === "done" ? t("photosAdded", { count: usable.length - outcome.refused }) : undefined,
      after: (outcome) => (outcome.kind === "done" ? onClose() : setDuplicate(outcome)),
    },
  );
  return (
    <Modal opened onClose={onClose} title={t("addPhotos")} size="xl" closeButtonProps={{ "aria-label": t("cancel") }}>
      <Stack>
        <PhotoCollector photos={photos} multiple />
        {adding.error ? (
          <Alert color="red" role="alert">
            {textOf(adding.error)}
          </Alert>
        ) : null}
        {duplicate === undefined ? null : (
          <DuplicateWarning
            duplicate={duplicate}
            photo={usable[0]}
            isPending={adding.isPending}
            enrolAnyway={() => adding.mutate(true)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button disabled={usable.length === 0} loading={adding.isPending} onClick={() => adding.mutate(false)}>
            {t("addCount", { count: usable.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

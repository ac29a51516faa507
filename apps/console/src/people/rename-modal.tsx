"use client";

import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { useSite } from "../shell/viewer";
import { useWrite } from "../ui/use-write";
import type { PersonDetail } from "./person-page";
import { updatePerson } from "./writes";

export function RenameModal({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const t = useTranslations("person");
  const textOf = useErrorText();
  const { id: siteId } = useSite();
  const [name, setName] = useState(person.displayName);
  const renaming = useWrite(updatePerson, {
    ...{ changes: ["person", "people"], quiet: true, after: onClose },
    done: ({ displayName }) => t("renamed", { name: displayName }),
  });
  return (
    <Modal opened onClose={onClose} title={t("rename")} closeButtonProps={{ "aria-label": t("cancel") }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          renaming.mutate({ siteId, externalId: person.externalId, displayName: name.trim() });
        }}
      >
        <Stack>
          <TextInput
            label={t("name")}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {renaming.error ? (
            <Alert color="red" role="alert">
              {textOf(renaming.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={renaming.isPending}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

"use client";

import { Alert, Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { useErrorText } from "../api/use-error-text";
import { useSite } from "../shell/viewer";
import { Face } from "../ui/face";
import { useWrite } from "../ui/use-write";
import { PEOPLE } from "./documents";
import type { PersonDetail } from "./person-page";
import { mergePeople } from "./writes";

const MOST_SHOWN = 8;

/** The person whose page it is stays; whom is chosen becomes a part of them. */
export function MergeModal({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const t = useTranslations("person");
  const textOf = useErrorText();
  const { id: siteId } = useSite();
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search.trim(), 200);
  const [other, setOther] = useState<string>();
  const [typed, setTyped] = useState("");
  const found = useApi("people", PEOPLE, { siteId, search: wanted || null });
  const others = (found.data?.people.nodes ?? []).filter(({ id }) => id !== person.id).slice(0, MOST_SHOWN);
  const chosen = others.find(({ externalId }) => externalId === other);
  const merging = useWrite(mergePeople, {
    ...{ changes: ["person", "people", "attempts"], quiet: true, after: onClose },
    done: () => t("merged"),
  });
  const isSure = chosen !== undefined && typed.trim() === chosen.displayName;
  return (
    <Modal opened onClose={onClose} title={t("merge")} size="lg" closeButtonProps={{ "aria-label": t("cancel") }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isSure) {
            merging.mutate({ siteId, externalId: person.externalId, otherExternalId: chosen.externalId });
          }
        }}
      >
        <Stack>
          <Text size="sm">{t("mergeDetail", { name: person.displayName })}</Text>
          <TextInput
            label={t("mergeSearch")}
            value={search}
            data-autofocus
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Radio.Group label={t("mergeOther")} value={other ?? null} onChange={setOther}>
            <Stack gap="xs" mt="xs">
              {others.map(({ id, externalId, displayName, photos }) => (
                <Group key={id} wrap="nowrap">
                  <Radio value={externalId} label={`${displayName} (${externalId})`} />
                  <Face of="templates" id={photos.at(-1)?.id} name={displayName} size={36} />
                </Group>
              ))}
              {others.length === 0 && found.data !== undefined ? <Text size="sm">{t("mergeNobody")}</Text> : null}
            </Stack>
          </Radio.Group>
          {chosen === undefined ? null : (
            <>
              <Group>
                <Face of="templates" id={person.photos.at(-1)?.id} name={person.displayName} size={112} />
                <Face of="templates" id={chosen.photos.at(-1)?.id} name={chosen.displayName} size={112} />
              </Group>
              <TextInput
                label={t("mergeConfirm", { name: chosen.displayName })}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
              />
            </>
          )}
          {merging.error ? (
            <Alert color="red" role="alert">
              {textOf(merging.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={merging.isPending}>
              {t("merge")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

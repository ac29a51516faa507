"use client";

import { Button, Card, Group, Progress, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { useSite } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { notifyDone, notifyFailed } from "../ui/notify";
import { deletePerson, updatePerson } from "./writes";

type Work = (externalId: string) => Promise<unknown>;

/** One after another, so that the server stays free for others; what fails is said, and the rest goes on. */
export function BulkActions({ externalIds, done }: { externalIds: readonly string[]; done: () => void }) {
  const t = useTranslations("people");
  const textOf = useErrorText();
  const { id: siteId } = useSite();
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<number>();
  const [tag, setTag] = useState("");
  const [isDeleting, setIsDeleting] = useState(false);

  async function forEach(work: Work): Promise<void> {
    let failed = 0;
    let lastError: unknown;
    for (const [index, externalId] of externalIds.entries()) {
      setProgress(index);
      await work(externalId).catch((error: unknown) => {
        failed++;
        lastError = error;
      });
    }
    setProgress(undefined);
    // Before anything is waited for: who selects others meanwhile keeps them.
    done();
    if (failed === 0) notifyDone(t("bulkDone", { count: externalIds.length }));
    else notifyFailed(t("bulkFailed", { failed, count: externalIds.length, reason: textOf(lastError) }));
    await Promise.all(["people", "tags", "person"].map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
  }

  const trimmed = tag.trim();
  const isBusy = progress !== undefined;
  return (
    <Card withBorder padding="sm" role="region" aria-label={t("bulk")}>
      <Group gap="sm">
        <Text fw={500}>{t("selected", { count: externalIds.length })}</Text>
        <TextInput
          aria-label={t("tagName")}
          placeholder={t("tagName")}
          value={tag}
          onChange={(event) => setTag(event.currentTarget.value)}
          w={140}
        />
        <Button
          variant="default"
          disabled={isBusy || trimmed === ""}
          onClick={() => void forEach((externalId) => updatePerson({ siteId, externalId, addTags: [trimmed] }))}
        >
          {t("addTag")}
        </Button>
        <Button
          variant="default"
          disabled={isBusy || trimmed === ""}
          onClick={() => void forEach((externalId) => updatePerson({ siteId, externalId, removeTags: [trimmed] }))}
        >
          {t("removeTag")}
        </Button>
        <Button
          variant="default"
          disabled={isBusy}
          onClick={() => void forEach((externalId) => updatePerson({ siteId, externalId, state: "SUSPENDED" }))}
        >
          {t("suspend")}
        </Button>
        <Button
          variant="default"
          disabled={isBusy}
          onClick={() => void forEach((externalId) => updatePerson({ siteId, externalId, state: "ACTIVE" }))}
        >
          {t("reactivate")}
        </Button>
        <Button variant="light" color="red" disabled={isBusy} onClick={() => setIsDeleting(true)}>
          {t("delete")}
        </Button>
      </Group>
      {progress === undefined ? null : (
        <Progress mt="sm" value={(100 * progress) / externalIds.length} aria-label={t("bulkProgress")} />
      )}
      {isDeleting ? (
        <ConfirmModal
          title={t("deleteMany", { count: externalIds.length })}
          action={t("delete")}
          name={String(externalIds.length)}
          run={() => forEach((externalId) => deletePerson({ siteId, externalId }))}
          onClose={() => setIsDeleting(false)}
        >
          {t("deleteManyDetail", { count: externalIds.length })}
        </ConfirmModal>
      ) : null}
    </Card>
  );
}

"use client";

import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import { useAllPages } from "../api/use-pages";
import { keeps, useViewer } from "../shell/viewer";
import { FormModal } from "../ui/form-modal";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { useWrite } from "../ui/use-write";
import { CREATE_SITE, RENAME_SITE, SITES } from "./documents";

type Dialog = { kind: "create" } | { kind: "rename"; id: string; name: string };

export function SitesPage() {
  const t = useTranslations("sites");
  const { sites: mine, site: current, chooseSite, isEverywhere } = useViewer();
  const sites = useAllPages("sites", SITES, {}, ({ sites }) => sites);
  const [dialog, setDialog] = useState<Dialog>();
  const mayRename = (id: string) => mine.some((site) => site.id === id && keeps(site));
  return (
    <Page
      title={t("title")}
      description={t("description")}
      actions={
        isEverywhere("OWNER", "ADMIN") ? (
          <Button onClick={() => setDialog({ kind: "create" })}>{t("create")}</Button>
        ) : undefined
      }
    >
      <Answer query={sites}>
        {({ nodes }) =>
          nodes.length === 0 ? (
            <EmptyState title={t("none")} />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {nodes.map(({ id, name, counts, model }) => (
                <Card key={id} withBorder>
                  <Stack gap="xs">
                    <Group justify="space-between" wrap="nowrap">
                      <Title order={2} size="h4" className="breaks">
                        {name}
                      </Title>
                      {id === current?.id ? <Badge>{t("current")}</Badge> : null}
                    </Group>
                    <Text size="sm">{t("counts", counts)}</Text>
                    <Text size="xs" c="dimmed" className="breaks">
                      {t("decidesBy", { model: model.modelId, version: model.version })}
                    </Text>
                    {model.peopleWithoutTemplate > 0 ? (
                      <Text size="sm" fw={500}>
                        {t("withoutTemplate", { count: model.peopleWithoutTemplate })}
                      </Text>
                    ) : null}
                    <Group gap="xs">
                      {id === current?.id ? null : (
                        <Button size="xs" variant="default" onClick={() => chooseSite(id)}>
                          {t("choose")}
                        </Button>
                      )}
                      {mayRename(id) ? (
                        <Button size="xs" variant="default" onClick={() => setDialog({ kind: "rename", id, name })}>
                          {t("rename")}
                        </Button>
                      ) : null}
                    </Group>
                  </Stack>
                </Card>
              ))}
            </SimpleGrid>
          )
        }
      </Answer>
      {dialog === undefined ? null : <NameModal dialog={dialog} onClose={() => setDialog(undefined)} />}
    </Page>
  );
}

function NameModal({ dialog, onClose }: { dialog: Dialog; onClose: () => void }) {
  const t = useTranslations("sites");
  const [name, setName] = useState(dialog.kind === "rename" ? dialog.name : "");
  const saving = useWrite(
    async () => {
      const wanted = name.trim();
      if (dialog.kind === "create") {
        return expectResult((await call(CREATE_SITE, { input: { name: wanted } })).createSite, "SiteSaved").site;
      }
      const input = { siteId: dialog.id, name: wanted };
      return expectResult((await call(RENAME_SITE, { input })).renameSite, "SiteSaved").site;
    },
    { changes: ["sites", "viewer"], quiet: true, done: (site) => t("saved", { name: site.name }), after: onClose },
  );
  return (
    <FormModal
      title={dialog.kind === "create" ? t("create") : t("rename")}
      action={t("save")}
      canSubmit={name.trim() !== ""}
      write={saving}
      submit={() => saving.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={t("name")}
        required
        maxLength={128}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormModal>
  );
}

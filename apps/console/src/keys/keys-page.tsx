"use client";

import { Badge, Button, Group, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import { useApi } from "../api/use-api";
import type { KeyFieldsFragment } from "../generated/graphql";
import { useSite, useViewer } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import { CreateKeyModal } from "./create-key-modal";
import { API_KEYS, REVOKE_KEY } from "./documents";
import { isInUse, type KeyState, stateOf } from "./key-state";
import { RotateKeyModal } from "./rotate-key-modal";

type Dialog = { kind: "create" } | { kind: "rotate" | "revoke"; key: KeyFieldsFragment };
const COLOURS: Readonly<Record<KeyState, string>> = {
  active: "green",
  expiresSoon: "orange",
  expired: "gray",
  revoked: "gray",
};

export function KeysPage() {
  const t = useTranslations("keys");
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const mayChange = is("OWNER", "ADMIN");
  const keys = useApi("apiKeys", API_KEYS, { siteId });
  const [showsAll, setShowsAll] = useState(false);
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const revoking = useWrite(
    async (keyId: string) => expectResult((await call(REVOKE_KEY, { input: { keyId } })).revokeApiKey, "ApiKeyRevoked"),
    { changes: ["apiKeys"], quiet: true, done: () => t("revokedDone") },
  );
  return (
    <Page
      title={t("title")}
      description={t("description")}
      actions={mayChange ? <Button onClick={() => setDialog({ kind: "create" })}>{t("create")}</Button> : undefined}
    >
      <Switch label={t("showAll")} checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />
      <Answer query={keys}>
        {({ apiKeys }) => {
          const shown = apiKeys.filter((key) => showsAll || isInUse(stateOf(key)));
          if (shown.length === 0) return <EmptyState title={t("none")} />;
          return (
            <KeysTable
              keys={shown}
              {...(mayChange
                ? {
                    rotate: (key: KeyFieldsFragment) => setDialog({ kind: "rotate", key }),
                    revoke: (key: KeyFieldsFragment) => setDialog({ kind: "revoke", key }),
                  }
                : {})}
            />
          );
        }}
      </Answer>
      {dialog?.kind === "create" ? <CreateKeyModal onClose={close} /> : null}
      {dialog?.kind === "rotate" ? <RotateKeyModal apiKey={dialog.key} onClose={close} /> : null}
      {dialog?.kind === "revoke" ? (
        <ConfirmModal
          title={t("revokeTitle", { name: dialog.key.name })}
          action={t("revoke")}
          run={() => revoking.mutateAsync(dialog.key.id)}
          onClose={close}
        >
          {t("revokeDetail")}
        </ConfirmModal>
      ) : null}
    </Page>
  );
}

function KeysTable({
  keys,
  rotate,
  revoke,
}: {
  keys: readonly KeyFieldsFragment[];
  rotate?: (key: KeyFieldsFragment) => void;
  revoke?: (key: KeyFieldsFragment) => void;
}) {
  const t = useTranslations("keys");
  const { sites } = useViewer();
  const nameOf = new Map(sites.map(({ id, name }) => [id, name]));
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table aria-label={t("title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th>{t("scopes")}</Table.Th>
            {sites.length > 1 ? <Table.Th>{t("sites")}</Table.Th> : null}
            <Table.Th>{t("state")}</Table.Th>
            <Table.Th>{t("lastUsed")}</Table.Th>
            <Table.Th>{t("expires")}</Table.Th>
            {rotate === undefined ? null : <Table.Th>{t("actions")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => {
            const state = stateOf(key);
            return (
              <Table.Tr key={key.id}>
                <Table.Td className="breaks">
                  {key.name}
                  <Text size="xs" c="dimmed">
                    {t("ends", { hint: key.hint })} {key.author ? t("by", { author: key.author }) : null}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    {key.scopes.map((scope) => (
                      <Badge key={scope} variant="default" tt="none">
                        {t(`scopeNames.${scope}`)}
                      </Badge>
                    ))}
                  </Group>
                </Table.Td>
                {sites.length > 1 ? (
                  <Table.Td className="breaks">{key.siteIds.map((id) => nameOf.get(id)).join(", ")}</Table.Td>
                ) : null}
                <Table.Td>
                  <Badge variant="light" color={COLOURS[state]} className="badge">
                    {t(state)}
                  </Badge>
                </Table.Td>
                <Table.Td>{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : t("never")}</Table.Td>
                <Table.Td>{key.expiresAt ? <Time at={key.expiresAt} /> : t("never")}</Table.Td>
                {rotate === undefined || revoke === undefined ? null : (
                  <Table.Td>
                    {isInUse(state) ? (
                      <Group gap="xs" wrap="nowrap">
                        <Button size="compact-sm" variant="default" onClick={() => rotate(key)}>
                          {t("rotate")}
                        </Button>
                        <Button size="compact-sm" variant="light" color="red" onClick={() => revoke(key)}>
                          {t("revoke")}
                        </Button>
                      </Group>
                    ) : null}
                  </Table.Td>
                )}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

"use client";

import { Badge, Button, Menu, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import { useApi } from "../api/use-api";
import type { UserFieldsFragment } from "../generated/graphql";
import { useViewer } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { FormModal } from "../ui/form-modal";
import { Page } from "../ui/page";
import { Answer } from "../ui/states";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import { REMOVE_USER, RENEW_LINK, SET_ROLES, USERS } from "./documents";
import { InvitationLink } from "./invitation-link";
import { InviteModal } from "./invite-modal";
import { RolesEditor, toRoleInputs } from "./roles-editor";

type Dialog = { kind: "invite" } | { kind: "roles" | "remove"; user: UserFieldsFragment };

export function UsersPage() {
  const t = useTranslations("users");
  const { isEverywhere } = useViewer();
  const isOwner = isEverywhere("OWNER");
  const users = useApi("users", USERS, {});
  const [dialog, setDialog] = useState<Dialog>();
  const [renewed, setRenewed] = useState<{ name: string; url: string }>();
  const close = () => setDialog(undefined);
  const renewing = useWrite(
    async ({ id, name }: UserFieldsFragment) => {
      const { url } = expectResult((await call(RENEW_LINK, { input: { userId: id } })).renewUserLink, "UserInvited");
      return { name, url };
    },
    { changes: ["users"], after: setRenewed },
  );
  const removing = useWrite(
    async (userId: string) => expectResult((await call(REMOVE_USER, { input: { userId } })).removeUser, "UserRemoved"),
    { changes: ["users"], quiet: true, done: () => t("removed") },
  );
  return (
    <Page
      title={t("title")}
      description={t("description")}
      actions={isOwner ? <Button onClick={() => setDialog({ kind: "invite" })}>{t("invite")}</Button> : undefined}
    >
      <Answer query={users}>
        {({ users: known }) => (
          <Table.ScrollContainer minWidth={720}>
            <Table aria-label={t("title")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th>{t("roles")}</Table.Th>
                  <Table.Th>{t("secondFactor")}</Table.Th>
                  <Table.Th>{t("lastSeen")}</Table.Th>
                  {isOwner ? <Table.Th>{t("actions")}</Table.Th> : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {known.map((user) => (
                  <Table.Tr key={user.id}>
                    <Table.Td className="breaks">
                      {user.name}
                      <Text size="xs" c="dimmed">
                        {user.email}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <Roles user={user} />
                    </Table.Td>
                    <Table.Td>{user.twoFactorEnabled ? t("on") : t("off")}</Table.Td>
                    <Table.Td>
                      {user.lastSeenAt ? (
                        <Time at={user.lastSeenAt} />
                      ) : user.hasSignIn ? (
                        t("never")
                      ) : (
                        <Badge variant="light" color="orange">
                          {t("pending")}
                        </Badge>
                      )}
                    </Table.Td>
                    {isOwner ? (
                      <Table.Td>
                        <Menu position="bottom-end">
                          <Menu.Target>
                            <Button
                              size="compact-sm"
                              variant="default"
                              aria-label={t("actionsOf", { name: user.name })}
                            >
                              {t("actions")}
                            </Button>
                          </Menu.Target>
                          <Menu.Dropdown>
                            <Menu.Item onClick={() => setDialog({ kind: "roles", user })}>{t("changeRoles")}</Menu.Item>
                            <Menu.Item onClick={() => renewing.mutate(user)}>{t("newLink")}</Menu.Item>
                            <Menu.Divider />
                            <Menu.Item color="red" onClick={() => setDialog({ kind: "remove", user })}>
                              {t("remove")}
                            </Menu.Item>
                          </Menu.Dropdown>
                        </Menu>
                      </Table.Td>
                    ) : null}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Answer>
      {renewed === undefined ? null : <InvitationLink {...renewed} onClose={() => setRenewed(undefined)} />}
      {dialog?.kind === "invite" ? <InviteModal onClose={close} /> : null}
      {dialog?.kind === "roles" ? <RolesModal user={dialog.user} onClose={close} /> : null}
      {dialog?.kind === "remove" ? (
        <ConfirmModal
          title={t("removeTitle", { name: dialog.user.name })}
          action={t("remove")}
          name={dialog.user.email}
          run={() => removing.mutateAsync(dialog.user.id)}
          onClose={close}
        >
          {t("removeDetail")}
        </ConfirmModal>
      ) : null}
    </Page>
  );
}

function Roles({ user }: { user: UserFieldsFragment }) {
  const t = useTranslations("users");
  const { sites } = useViewer();
  return (
    <Stack gap={0}>
      {user.roles.map(({ role, siteId }) => (
        <Text key={siteId ?? ""} size="sm">
          {t("roleWhere", {
            role: t(`roleNames.${role}`),
            where: siteId ? (sites.find(({ id }) => id === siteId)?.name ?? siteId) : t("allSites"),
          })}
        </Text>
      ))}
    </Stack>
  );
}

function RolesModal({ user, onClose }: { user: UserFieldsFragment; onClose: () => void }) {
  const t = useTranslations("users");
  const [roles, setRoles] = useState(user.roles.map(({ role, siteId }) => ({ role, siteId: siteId ?? "" })));
  const saving = useWrite(
    async () => {
      const input = { userId: user.id, roles: toRoleInputs(roles) };
      return expectResult((await call(SET_ROLES, { input })).setUserRoles, "UserRolesSet");
    },
    { changes: ["users", "viewer"], quiet: true, done: () => t("rolesChanged"), after: onClose },
  );
  return (
    <FormModal
      title={t("rolesOf", { name: user.name })}
      action={t("save")}
      canSubmit={roles.length > 0}
      write={saving}
      submit={() => saving.mutate(undefined)}
      onClose={onClose}
    >
      <RolesEditor roles={roles} onChange={setRoles} />
    </FormModal>
  );
}

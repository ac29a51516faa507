"use client";

import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import { FormModal } from "../ui/form-modal";
import { useWrite } from "../ui/use-write";
import { INVITE_USER } from "./documents";
import { InvitationLink } from "./invitation-link";
import { type RoleChoice, RolesEditor, toRoleInputs } from "./roles-editor";

export function InviteModal({ onClose }: { onClose: () => void }) {
  const t = useTranslations("users");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<RoleChoice[]>([{ role: "REVIEWER", siteId: "" }]);
  const inviting = useWrite(
    async () => {
      const input = { name: name.trim(), email: email.trim(), roles: toRoleInputs(roles) };
      return expectResult((await call(INVITE_USER, { input })).inviteUser, "UserInvited");
    },
    { changes: ["users"], quiet: true },
  );
  if (inviting.data !== undefined) return <InvitationLink name={name} url={inviting.data.url} onClose={onClose} />;
  return (
    <FormModal
      title={t("invite")}
      action={t("invite")}
      write={inviting}
      submit={() => inviting.mutate(undefined)}
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
      <TextInput
        label={t("email")}
        type="email"
        required
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RolesEditor roles={roles} onChange={setRoles} />
    </FormModal>
  );
}

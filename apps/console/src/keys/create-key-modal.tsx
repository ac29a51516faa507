"use client";

import { Checkbox, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type { ApiKeyScope } from "../generated/graphql";
import { useSite } from "../shell/viewer";
import { FormModal } from "../ui/form-modal";
import { useWrite } from "../ui/use-write";
import { CREATE_KEY } from "./documents";
import { Lifetime } from "./lifetime";
import { NewSecret } from "./new-secret";

const SCOPES = ["ENROLL", "VERIFY", "IDENTIFY", "MANAGE"] as const satisfies readonly ApiKeyScope[];

export function CreateKeyModal({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  const { id: siteId, name: siteName } = useSite();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState("365");
  const creating = useWrite(
    async () => {
      const input = { siteId, name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)) };
      const expiresInDays = days === "" ? null : Number(days);
      return expectResult(
        (await call(CREATE_KEY, { input: { ...input, expiresInDays } })).createApiKey,
        "ApiKeyCreated",
      );
    },
    { changes: ["apiKeys"], quiet: true },
  );
  if (creating.data !== undefined) return <NewSecret secret={creating.data.secret} onClose={onClose} />;
  return (
    <FormModal
      title={t("create")}
      action={t("create")}
      canSubmit={scopes.length > 0 && name.trim() !== ""}
      write={creating}
      submit={() => creating.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={t("name")}
        description={t("nameDetail")}
        required
        maxLength={128}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label={t("scopes")} required value={scopes} onChange={setScopes}>
        <Stack gap="xs" mt="xs">
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={t(`scopeNames.${scope}`)}
              description={t(`scopeDetails.${scope}`)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect label={t("site")} data={[siteName]} disabled />
      <Lifetime value={days} onChange={setDays} />
    </FormModal>
  );
}

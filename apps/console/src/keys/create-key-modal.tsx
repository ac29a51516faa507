"use client";

import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type { ApiKeyScope } from "../generated/graphql";
import { keeps, useSite, useViewer } from "../shell/viewer";
import { FormModal } from "../ui/form-modal";
import { useWrite } from "../ui/use-write";
import { CREATE_KEY } from "./documents";
import { Lifetime } from "./lifetime";
import { NewSecret } from "./new-secret";

const SCOPES = ["ENROLL", "VERIFY", "IDENTIFY", "MANAGE"] as const satisfies readonly ApiKeyScope[];

export function CreateKeyModal({ onClose }: { onClose: () => void }) {
  const t = useTranslations("keys");
  const { id: here } = useSite();
  const kept = useViewer().sites.filter(keeps);
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [siteIds, setSiteIds] = useState<string[]>([here]);
  const [days, setDays] = useState("365");
  const creating = useWrite(
    async () => {
      const input = { siteIds, name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)) };
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
      canSubmit={scopes.length > 0 && siteIds.length > 0 && name.trim() !== ""}
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
      {kept.length > 1 ? (
        <Checkbox.Group
          label={t("sites")}
          description={t("sitesDetail")}
          required
          value={siteIds}
          onChange={setSiteIds}
        >
          <Stack gap="xs" mt="xs" mah={200} style={{ overflowY: "auto" }}>
            {kept.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      <Lifetime value={days} onChange={setDays} />
    </FormModal>
  );
}

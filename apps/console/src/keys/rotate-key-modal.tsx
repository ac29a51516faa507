"use client";

import { NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type { KeyFieldsFragment } from "../generated/graphql";
import { FormModal } from "../ui/form-modal";
import { useWrite } from "../ui/use-write";
import { ROTATE_KEY } from "./documents";
import { Lifetime } from "./lifetime";
import { NewSecret } from "./new-secret";

export function RotateKeyModal({ apiKey, onClose }: { apiKey: KeyFieldsFragment; onClose: () => void }) {
  const t = useTranslations("keys");
  const [overlap, setOverlap] = useState("24");
  const [days, setDays] = useState("365");
  const rotating = useWrite(
    async () => {
      const input = {
        keyId: apiKey.id,
        overlapHours: Number(overlap),
        expiresInDays: days === "" ? null : Number(days),
      };
      return expectResult((await call(ROTATE_KEY, { input })).rotateApiKey, "ApiKeyRotated");
    },
    { changes: ["apiKeys"], quiet: true },
  );
  if (rotating.data !== undefined) return <NewSecret secret={rotating.data.secret} onClose={onClose} />;
  return (
    <FormModal
      title={t("rotateTitle", { name: apiKey.name })}
      action={t("rotate")}
      write={rotating}
      submit={() => rotating.mutate(undefined)}
      onClose={onClose}
    >
      <Text size="sm">{t("rotateDetail")}</Text>
      <NativeSelect
        label={t("overlap")}
        value={overlap}
        onChange={(event) => setOverlap(event.currentTarget.value)}
        data={["0", "1", "24", "168"].map((hours) => ({ value: hours, label: t("hours", { count: Number(hours) }) }))}
      />
      <Lifetime value={days} onChange={setDays} />
    </FormModal>
  );
}

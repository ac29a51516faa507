"use client";

import { NativeSelect } from "@mantine/core";
import { useTranslations } from "use-intl";

/** Days as text; empty: for ever. */
export function Lifetime({ value, onChange }: { value: string; onChange: (days: string) => void }) {
  const t = useTranslations("keys");
  return (
    <NativeSelect
      label={t("lifetime")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: "30", label: t("days", { count: 30 }) },
        { value: "90", label: t("days", { count: 90 }) },
        { value: "365", label: t("oneYear") },
        { value: "", label: t("forEver") },
      ]}
    />
  );
}

"use client";

import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { useTranslations } from "use-intl";

/** What is shown this once, to be copied. */
export function SecretField({ label, value, testId }: { label: string; value: string; testId: string }) {
  const t = useTranslations("states");
  return (
    <Group align="flex-end" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        readOnly
        flex={1}
        data-testid={testId}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? t("copied") : t("copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

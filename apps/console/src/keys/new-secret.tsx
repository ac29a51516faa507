"use client";

import { Alert, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { SecretField } from "../ui/secret-field";

/** The key, this once, and a first call with it. */
export function NewSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("keys");
  const example = [
    `curl -s ${window.location.origin}/graphql \\`,
    "  -H 'content-type: application/json' \\",
    `  -H 'Authorization: Bearer ${secret}' \\`,
    `  -d '{"query":"{ sites { nodes { id name } } }"}'`,
  ].join("\n");
  return (
    <Modal opened onClose={onClose} title={t("made")} size="lg" closeButtonProps={{ "aria-label": t("done") }}>
      <Stack>
        <Alert color="orange">{t("once")}</Alert>
        <SecretField label={t("key")} value={secret} testId="secret" />
        <Text size="sm">{t("example")}</Text>
        <Code block tabIndex={0}>
          {example}
        </Code>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

"use client";

import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useTranslations } from "use-intl";
import { SecretField } from "../ui/secret-field";

export function InvitationLink({ name, url, onClose }: { name: string; url: string; onClose: () => void }) {
  const t = useTranslations("users");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("linkFor", { name })}
      size="lg"
      closeButtonProps={{ "aria-label": t("done") }}
    >
      <Stack>
        <Alert color="orange">{t("linkDetail", { name })}</Alert>
        <SecretField label={t("link")} value={url} testId="invitation" />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

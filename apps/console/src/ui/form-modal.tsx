"use client";

import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";

/** A few fields and what to do with them; what goes wrong is said beside them. */
export function FormModal({
  title,
  action,
  canSubmit = true,
  write,
  submit,
  onClose,
  children,
}: {
  title: string;
  action: string;
  canSubmit?: boolean;
  write: { readonly isPending: boolean; readonly error: unknown };
  submit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("confirm");
  const textOf = useErrorText();
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ "aria-label": t("cancel") }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (canSubmit) submit();
        }}
      >
        <Stack>
          {children}
          {write.error ? (
            <Alert color="red" role="alert">
              {textOf(write.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={write.isPending} disabled={!canSubmit}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

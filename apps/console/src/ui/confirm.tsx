"use client";

import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";

/**
 * Asks before something that cannot be undone. With `name` whoever does it has to write it first, so that it happens to no
 * other than was meant.
 */
export function ConfirmModal({
  title,
  children,
  action,
  name,
  run,
  onClose,
  onCancel = onClose,
}: {
  title: string;
  children: ReactNode;
  action: string;
  name?: string;
  run: () => Promise<unknown>;
  /** When it was done. */
  onClose: () => void;
  /** When nothing was done; the same when left out. */
  onCancel?: () => void;
}) {
  const t = useTranslations("confirm");
  const textOf = useErrorText();
  const [typed, setTyped] = useState("");
  const running = useMutation({ mutationFn: run, onSuccess: onClose });
  const isSure = name === undefined || typed.trim() === name;
  return (
    <Modal opened onClose={onCancel} title={title} closeButtonProps={{ "aria-label": t("cancel") }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (isSure) running.mutate();
        }}
      >
        <Stack>
          <Text size="sm" component="div">
            {children}
          </Text>
          {name === undefined ? null : (
            <TextInput
              label={t("typeName", { name })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          {running.error ? (
            <Alert color="red" role="alert">
              {textOf(running.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {t("cancel")}
            </Button>
            <Button type="submit" color="red" disabled={!isSure} loading={running.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

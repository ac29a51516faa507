"use client";

import { Button, Group, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { notifyFailed } from "../ui/notify";

const ACCEPTED = ["image/jpeg", "image/png", "image/webp"];

export function PhotoDrop({
  multiple,
  disabled = false,
  onPhotos,
}: {
  multiple: boolean;
  disabled?: boolean;
  onPhotos: (files: File[]) => void;
}) {
  const t = useTranslations("photos");
  const open = useRef<() => void>(null);
  return (
    <Dropzone
      onDrop={onPhotos}
      onReject={() => notifyFailed(t("onlyPhotos"))}
      accept={ACCEPTED}
      multiple={multiple}
      p="md"
      // What is pressed is the button in it: an area that is one, around an input, confuses screen readers.
      role="group"
      tabIndex={-1}
      activateOnClick={false}
      activateOnKeyboard={false}
      openRef={open}
      aria-label={multiple ? t("dropMany") : t("dropOne")}
      inputProps={{ "aria-label": t("file") }}
      disabled={disabled}
    >
      <Text ta="center" fw={500}>
        {multiple ? t("dropMany") : t("dropOne")}
      </Text>
      <Text ta="center" size="sm" c="dimmed">
        {t("kinds")}
      </Text>
      <Group justify="center" mt="xs">
        <Button variant="default" size="xs" disabled={disabled} onClick={() => open.current?.()}>
          {multiple ? t("chooseMany") : t("chooseOne")}
        </Button>
      </Group>
    </Dropzone>
  );
}

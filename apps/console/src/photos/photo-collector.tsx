"use client";

import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { PhotoCard } from "./photo-card";
import { PhotoDrop } from "./photo-drop";
import type { Photos } from "./use-photos";
import { Webcam } from "./webcam";

/** Photos by drop, by choice of files or by webcam. */
export function PhotoCollector({ photos, multiple }: { photos: Photos; multiple: boolean }) {
  const t = useTranslations("photos");
  const [isWatching, setIsWatching] = useState(false);
  const { add } = photos;
  const take = useCallback(
    (photo: File) => {
      add([photo]);
      setIsWatching(false);
    },
    [add],
  );
  const close = useCallback(() => setIsWatching(false), []);
  return (
    <Stack>
      {isWatching ? (
        <Webcam onPhoto={take} onClose={close} />
      ) : (
        <>
          <PhotoDrop multiple={multiple} onPhotos={add} />
          <Group>
            <Text size="sm" c="dimmed">
              {t("or")}
            </Text>
            <Button variant="default" onClick={() => setIsWatching(true)}>
              {t("useWebcam")}
            </Button>
          </Group>
        </>
      )}
      <SimpleGrid cols={{ base: 1, sm: photos.photos.length > 1 ? 2 : 1 }}>
        {photos.photos.map((photo) => (
          <PhotoCard
            key={photo.id}
            photo={photo}
            remove={() => photos.remove(photo.id)}
            choose={(face) => photos.choose(photo.id, face)}
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

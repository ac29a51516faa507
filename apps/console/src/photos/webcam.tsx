"use client";

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { toJpeg } from "./crop";
import { detectFaces, type FoundFace } from "./detect";
import { type Guidance, guidanceOf } from "./guidance";
import { useReasons } from "./reasons";

/** What is looked at between two pictures: small, so that it takes the server little. */
const LOOKED_AT_WIDTH = 480;
const PAUSE_MS = 250;
/** So many good looks in a row take the picture: one alone may be a blink. */
const GOOD_LOOKS = 2;

interface Look {
  readonly guidance: Guidance;
  readonly face: FoundFace | undefined;
}

/**
 * The camera, with a word on what would make the picture better. Takes it by itself as soon as it is good, and whenever the
 * button is pressed.
 */
export function Webcam({ onPhoto, onClose }: { onPhoto: (photo: File) => void; onClose: () => void }) {
  const t = useTranslations("webcam");
  const reasonsOf = useReasons();
  const video = useRef<HTMLVideoElement>(null);
  const [failure, setFailure] = useState<"denied" | "missing">();
  const [look, setLook] = useState<Look>();
  const take = useRef<() => Promise<void>>(async () => undefined);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let stream: MediaStream | undefined;
    let isTaken = false;

    take.current = async () => {
      if (isTaken || video.current === null || video.current.videoWidth === 0) return;
      isTaken = true;
      onPhoto(await pictureOf(video.current, video.current.videoWidth));
    };

    async function watch() {
      try {
        if (!navigator.mediaDevices) return setFailure("missing");
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 720 } },
        });
      } catch (error) {
        if (signal.aborted) return;
        return setFailure(error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "missing");
      }
      if (signal.aborted) return end(stream);
      if (video.current === null) return;
      video.current.srcObject = stream;
      await video.current.play().catch(() => undefined);
      for (let goodLooks = 0; !signal.aborted && !isTaken; ) {
        const seen = await lookAt(video.current, signal);
        if (signal.aborted) return;
        if (seen !== undefined) {
          setLook(seen);
          goodLooks = seen.guidance === "good" ? goodLooks + 1 : 0;
          if (goodLooks >= GOOD_LOOKS) await take.current();
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
    void watch();
    return () => {
      controller.abort();
      end(stream);
    };
  }, [onPhoto]);

  if (failure !== undefined) {
    return (
      <Alert color="orange" title={t("noCamera")} role="alert">
        <Stack align="flex-start" gap="sm">
          <Text size="sm">{t(failure)}</Text>
          <Button variant="default" size="xs" onClick={onClose}>
            {t("close")}
          </Button>
        </Stack>
      </Alert>
    );
  }
  const words =
    look === undefined
      ? t("starting")
      : look.guidance === "notGood"
        ? t("notGood", { reasons: reasonsOf(look.face?.quality.reasons ?? []) })
        : t(look.guidance);
  return (
    <Stack gap="xs">
      <div className="webcam">
        <video ref={video} playsInline muted aria-label={t("picture")} />
        <div className={look?.guidance === "good" ? "webcam-guide good" : "webcam-guide"} />
      </div>
      <Text fw={500} role="status" aria-live="polite">
        {words}
      </Text>
      <Group>
        <Button onClick={() => void take.current()}>{t("take")}</Button>
        <Button variant="default" onClick={onClose}>
          {t("close")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Undefined when the server was busy or away: the next look may do better. */
async function lookAt(video: HTMLVideoElement, signal: AbortSignal): Promise<Look | undefined> {
  if (video.videoWidth === 0) return undefined;
  try {
    const picture = await pictureOf(video, LOOKED_AT_WIDTH);
    const faces = await detectFaces(picture, { signal });
    const size = { width: LOOKED_AT_WIDTH, height: (LOOKED_AT_WIDTH * video.videoHeight) / video.videoWidth };
    return { guidance: guidanceOf(faces, size), face: faces[0] };
  } catch {
    return undefined;
  }
}

async function pictureOf(video: HTMLVideoElement, width: number): Promise<File> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = Math.round((width * video.videoHeight) / video.videoWidth);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const name = `webcam-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.jpg`;
  return new File([await toJpeg(canvas)], name, { type: "image/jpeg" });
}

function end(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

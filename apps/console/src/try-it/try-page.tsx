"use client";

import { Alert, Autocomplete, Button, Card, SegmentedControl, SimpleGrid, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { useErrorText } from "../api/use-error-text";
import { PEOPLE } from "../people/documents";
import { dataUrl } from "../photos/data-url";
import { PhotoDrop } from "../photos/photo-drop";
import { PhotoView } from "../photos/photo-view";
import { useReasons } from "../photos/reasons";
import { toImageInput, usePhotos } from "../photos/use-photos";
import { Webcam } from "../photos/webcam";
import { useSite } from "../shell/viewer";
import { Page } from "../ui/page";
import { AnswerView } from "./answer-view";
import { type Answer, type Asked, ask, boxesOf } from "./ask";

/** A photo, a question, and the answer as a program would get it. */
export function TryPage() {
  const t = useTranslations("tryIt");
  const { id: siteId } = useSite();
  const queryClient = useQueryClient();
  const photos = usePhotos({ most: 1 });
  const [task, setTask] = useState<Asked["task"]>("identify");
  const [externalId, setExternalId] = useState("");
  const [isWatching, setIsWatching] = useState(false);
  const [photo] = photos.photos;
  const asking = useMutation({
    mutationFn: async (): Promise<Answer | undefined> => {
      if (photo === undefined) return undefined;
      if (task === "identify") return ask({ task, siteId, photo: { base64: await dataUrl(photo.file) } });
      return ask({ task, siteId, photo: await toImageInput(photo), externalId: externalId.trim() });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["attempts"] }),
  });
  const { reset } = asking;
  const { add } = photos;
  const take = useCallback(
    (files: readonly File[]) => {
      add(files);
      setIsWatching(false);
      reset();
    },
    [add, reset],
  );
  const takeOne = useCallback((file: File) => take([file]), [take]);
  const close = useCallback(() => setIsWatching(false), []);

  const faces = photo?.state.kind === "seen" ? photo.state.faces : [];
  const mustChoose = task === "verify" && faces.length > 1 && photo?.chosen === undefined;
  const names = useTranslations("answer");
  const drawn =
    asking.data === undefined || (task === "verify" && faces.length > 1) ? undefined : boxesOf(asking.data, names);
  const boxes =
    drawn ?? faces.map(({ box }, index) => ({ ...box, tone: index === photo?.chosen ? ("good" as const) : undefined }));
  return (
    <Page title={t("title")} description={t("description")}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack>
          {isWatching ? (
            <Webcam onPhoto={takeOne} onClose={close} />
          ) : (
            <>
              <PhotoDrop multiple={false} disabled={asking.isPending} onPhotos={take} />
              <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => setIsWatching(true)}>
                {t("useWebcam")}
              </Button>
            </>
          )}
          {photo === undefined ? null : (
            <>
              <PhotoView
                key={photo.url}
                url={photo.url}
                name={photo.file.name}
                boxes={boxes}
                {...(task === "verify" && faces.length > 1
                  ? { choose: (face: number) => photos.choose(photo.id, face) }
                  : {})}
              />
              <Found photo={photo} />
            </>
          )}
        </Stack>
        <Stack>
          <Card withBorder>
            <form
              onSubmit={(event: FormEvent) => {
                event.preventDefault();
                asking.mutate();
              }}
            >
              <Stack>
                <SegmentedControl
                  aria-label={t("task")}
                  fullWidth
                  value={task}
                  onChange={(value) => {
                    setTask(value);
                    reset();
                  }}
                  data={[
                    { value: "identify", label: t("whoIsIt") },
                    { value: "verify", label: t("isIt") },
                  ]}
                />
                {task === "verify" ? <PersonInput value={externalId} onChange={setExternalId} /> : null}
                {mustChoose ? <Text size="sm">{t("chooseFace")}</Text> : null}
                <Button
                  type="submit"
                  loading={asking.isPending}
                  disabled={photo === undefined || mustChoose || (task === "verify" && externalId.trim() === "")}
                >
                  {task === "verify" ? t("askIsIt") : t("askWho")}
                </Button>
                {photo === undefined ? (
                  <Text size="sm" c="dimmed">
                    {t("needsPhoto")}
                  </Text>
                ) : null}
              </Stack>
            </form>
          </Card>
          <div role="status">
            {asking.error ? <Failure error={asking.error} /> : null}
            {asking.data === undefined ? null : <AnswerView answer={asking.data} />}
          </div>
        </Stack>
      </SimpleGrid>
    </Page>
  );
}

function Failure({ error }: { error: unknown }) {
  const textOf = useErrorText();
  return <Alert color="orange">{textOf(error)}</Alert>;
}

function Found({ photo: { state, chosen } }: { photo: ReturnType<typeof usePhotos>["photos"][number] }) {
  const t = useTranslations("photos");
  const textOf = useErrorText();
  const reasonsOf = useReasons();
  if (state.kind === "looking") return <Text size="sm">{t("looking")}</Text>;
  if (state.kind === "failed") return <Text size="sm">{textOf(state.error)}</Text>;
  if (state.faces.length === 0) return <Text size="sm">{t("noFace")}</Text>;
  const reasons = chosen === undefined ? [] : (state.faces[chosen]?.quality.reasons ?? []);
  return (
    <Text size="sm">
      {t("found", { count: state.faces.length })}{" "}
      {reasons.length > 0 ? t("notGood", { reasons: reasonsOf(reasons) }) : null}
    </Text>
  );
}

/** By external id, with whom the site knows by that name to choose from. */
function PersonInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("tryIt");
  const { id: siteId } = useSite();
  const [search] = useDebouncedValue(value.trim(), 200);
  const found = useApi("people", PEOPLE, { siteId, search: search || null });
  return (
    <Autocomplete
      label={t("externalId")}
      description={t("externalIdDetail")}
      required
      value={value}
      onChange={onChange}
      data={(found.data?.people.nodes ?? []).map(({ externalId }) => externalId)}
      // The server has searched, in names too.
      filter={({ options }) => options}
      limit={10}
    />
  );
}

"use client";

import {
  Alert,
  Button,
  Card,
  Checkbox,
  NativeSelect,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { type FormEvent, useEffect, useState } from "react";
import type { FaceSelection } from "../generated/graphql";
import { CallFailedError } from "./api-client";
import { useFacesInPhoto } from "./faces-in-photo";
import { ask, type Outcome, type Task } from "./outcome";
import { OutcomeView } from "./outcome-view";
import { PhotoView } from "./photo-view";

type State =
  | { kind: "idle" }
  | { kind: "asking" }
  | { kind: "answered"; outcome: Outcome }
  | { kind: "failed"; message: string };

const TASKS: { value: Task; label: string; action: string }[] = [
  { value: "whoIsIt", label: "Who is it?", action: "Ask who it is" },
  { value: "verify", label: "Is it …?", action: "Ask whether it is" },
  { value: "enrol", label: "Enrol", action: "Enrol" },
];
const ONE_FACE: { value: FaceSelection; label: string }[] = [
  { value: "ONLY", label: "The only one in the photo" },
  { value: "LARGEST", label: "The largest" },
  { value: "CENTRAL", label: "The most central" },
];
const EVERY_FACE: (typeof ONE_FACE)[number] = { value: "ALL", label: "Everybody in the photo" };
const ACCEPTED = ["image/jpeg", "image/png", "image/webp"];

export function Workbench() {
  const [photo, setPhoto] = useState<{ file: File; url: string }>();
  const [task, setTask] = useState<Task>("whoIsIt");
  const [faceSelection, setFaceSelection] = useState<FaceSelection>("ONLY");
  const [thorough, setThorough] = useState(false);
  const [externalId, setExternalId] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [state, setState] = useState<State>({ kind: "idle" });
  const found = useFacesInPhoto(photo?.file, thorough);
  const url = photo?.url;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);

  function choose(files: readonly File[]) {
    const file = files[0];
    if (file === undefined) return;
    setPhoto({ file, url: URL.createObjectURL(file) });
    setState({ kind: "idle" });
  }

  async function submit(confirmDuplicate: boolean) {
    if (photo === undefined) return setState({ kind: "failed", message: "Choose a photo first." });
    setState({ kind: "asking" });
    try {
      const question = { task, photo: photo.file, faceSelection, thorough, externalId, displayName, confirmDuplicate };
      setState({ kind: "answered", outcome: await ask(question) });
    } catch (error) {
      const message = error instanceof CallFailedError ? error.message : "Something went wrong. Try again.";
      setState({ kind: "failed", message });
    }
  }

  const outcome = state.kind === "answered" ? state.outcome : undefined;
  // An answer about one face marks that one; until then, and where it marks none, all are shown.
  const boxes = outcome === undefined || outcome.boxes.length === 0 ? found.boxes : outcome.boxes;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack>
        <Dropzone
          onDrop={choose}
          onReject={() => setState({ kind: "failed", message: "Only JPEG, PNG and WebP photos can be used." })}
          accept={ACCEPTED}
          multiple={false}
          p="md"
          aria-label="Photo: drop a file here, or press Enter to choose one"
          role="button"
          inputProps={{ "aria-label": "Photo file" }}
          disabled={state.kind === "asking"}
        >
          <Text ta="center" fw={500}>
            {photo === undefined ? "Drop a photo here, or choose one" : "Drop or choose another photo"}
          </Text>
          <Text ta="center" size="sm" c="dimmed">
            JPEG, PNG or WebP. The photo itself is not kept.
          </Text>
        </Dropzone>
        {photo === undefined ? null : (
          <>
            <PhotoView key={photo.url} url={photo.url} name={photo.file.name} boxes={boxes} />
            <Text size="sm" c="dimmed" aria-live="polite">
              {found.words}
            </Text>
          </>
        )}
      </Stack>
      <Stack>
        <Card withBorder>
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              void submit(false);
            }}
            method="post"
          >
            <Stack>
              <SegmentedControl
                aria-label="What to do"
                fullWidth
                value={task}
                onChange={(value) => {
                  setTask(value);
                  if (value !== "whoIsIt" && faceSelection === "ALL") setFaceSelection("ONLY");
                  setState({ kind: "idle" });
                }}
                data={TASKS.map(({ value, label }) => ({ value, label }))}
              />
              {task === "whoIsIt" ? null : (
                <TextInput
                  label="External id"
                  description={
                    task === "enrol"
                      ? "Your own name for the person, unique within the site."
                      : "Whom the photo should show."
                  }
                  value={externalId}
                  onChange={(event) => setExternalId(event.currentTarget.value)}
                  required
                  maxLength={128}
                  autoComplete="off"
                />
              )}
              {task === "enrol" ? (
                <TextInput
                  label="Display name"
                  description="How the person is shown; the external id when left empty."
                  value={displayName}
                  onChange={(event) => setDisplayName(event.currentTarget.value)}
                  maxLength={200}
                  autoComplete="off"
                />
              ) : null}
              <NativeSelect
                label="Which face"
                value={faceSelection}
                onChange={(event) => setFaceSelection(event.currentTarget.value as FaceSelection)}
                data={task === "whoIsIt" ? [...ONE_FACE, EVERY_FACE] : ONE_FACE}
              />
              <Checkbox
                label="Search for small faces"
                description="For crowds and cameras far away. Takes several times as long."
                checked={thorough}
                onChange={(event) => setThorough(event.currentTarget.checked)}
              />
              <Button type="submit" loading={state.kind === "asking"}>
                {TASKS.find(({ value }) => value === task)?.action}
              </Button>
            </Stack>
          </form>
        </Card>
        <div role="status" aria-live="polite">
          {state.kind === "idle" ? (
            <Text c="dimmed" size="sm">
              {photo === undefined ? "No photo yet." : "The answer will appear here."}
            </Text>
          ) : null}
          {state.kind === "asking" ? <Text size="sm">Looking at the photo …</Text> : null}
          {state.kind === "failed" ? <Alert color="red">{state.message}</Alert> : null}
          {outcome === undefined ? null : (
            <OutcomeView outcome={outcome} onConfirmDuplicate={() => void submit(true)} />
          )}
        </div>
      </Stack>
    </SimpleGrid>
  );
}

"use client";

import { Alert, Anchor, Button, Card, Checkbox, FileInput, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { type ChangeEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { Page } from "../ui/page";
import { addZip, PhotoFiles, ZipError } from "./photo-files";
import { reportOf } from "./report";
import { type ParsedFile, parseRows, TEMPLATE } from "./rows";
import { RowsTable } from "./rows-table";
import { useStateText } from "./state-text";
import { type Import, useImport } from "./use-import";

const NOTHING: ParsedFile = { rows: [], ignored: [], error: null };

/** Many people at once: a list, their photos, a look at what would happen, and only then the import. */
export function ImportPage() {
  const t = useTranslations("importPeople");
  const [list, setList] = useState<ParsedFile>(NOTHING);
  const [files, setFiles] = useState(() => new PhotoFiles());
  const [photoError, setPhotoError] = useState<"corrupt" | "tooLarge">();
  const work = useImport(list.rows, files);
  const isBusy = work.phase === "checking" || work.phase === "importing";

  async function choosePhotos(chosen: readonly File[]) {
    const next = new PhotoFiles();
    setPhotoError(undefined);
    work.reset();
    try {
      for (const file of chosen) {
        if (/\.zip$/i.test(file.name)) await addZip(next, file);
        else next.add(file.webkitRelativePath || file.name, file);
      }
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      setPhotoError(error.code);
    }
    setFiles(next);
  }

  return (
    <Page title={t("title")} description={t("description")}>
      <Card withBorder>
        <Stack>
          <Title order={2} size="h4">
            {t("step1")}
          </Title>
          <Text size="sm">
            {t("listDetail")}{" "}
            <Anchor
              href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
              download="people.csv"
              underline="always"
              size="sm"
            >
              {t("template")}
            </Anchor>
          </Text>
          <FileInput
            label={t("list")}
            accept=".csv,text/csv"
            clearable
            disabled={isBusy}
            clearButtonProps={{ "aria-label": t("clear") }}
            onChange={async (file) => {
              work.reset();
              setList(file === null ? NOTHING : parseRows(await file.text()));
            }}
          />
          {list.error === null ? null : (
            <Alert color="red" role="alert">
              {t(`listErrors.${list.error}`)}
            </Alert>
          )}
          {list.ignored.length > 0 ? <Text size="sm">{t("ignored", { columns: list.ignored.join(", ") })}</Text> : null}
          <PhotosInput disabled={isBusy} onPhotos={(chosen) => void choosePhotos(chosen)} />
          {photoError === undefined ? null : (
            <Alert color="red" role="alert">
              {t(`photoErrors.${photoError}`)}
            </Alert>
          )}
          <Text size="sm" role="status">
            {t("chosen", { rows: list.rows.length, photos: files.count })}
          </Text>
        </Stack>
      </Card>
      {list.rows.length === 0 ? null : <Steps list={list} work={work} hasPhotos={files.count > 0} />}
    </Page>
  );
}

function PhotosInput({ disabled, onPhotos }: { disabled: boolean; onPhotos: (files: File[]) => void }) {
  const t = useTranslations("importPeople");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => onPhotos([...(event.currentTarget.files ?? [])]);
  return (
    <Group role="group" aria-label={t("photos")}>
      <Button variant="default" disabled={disabled} onClick={() => folder.current?.click()}>
        {t("chooseFolder")}
      </Button>
      <Button variant="default" disabled={disabled} onClick={() => files.current?.click()}>
        {t("chooseFiles")}
      </Button>
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        aria-label={t("chooseFolder")}
        onChange={take}
        {...{ webkitdirectory: "" }}
      />
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept=".zip,.jpg,.jpeg,.png,.webp"
        aria-label={t("chooseFiles")}
        onChange={take}
      />
    </Group>
  );
}

function Steps({ list, work, hasPhotos }: { list: ParsedFile; work: Import; hasPhotos: boolean }) {
  const t = useTranslations("importPeople");
  const textOf = useErrorText();
  const { phase, states, progress } = work;
  const [withFaults, setWithFaults] = useState(false);
  const isBusy = phase === "checking" || phase === "importing";
  const ready = states.filter((state) => state.kind === "ready" && (withFaults || state.faults.length === 0)).length;
  const hasFaults = states.some((state) => state.kind === "ready" && state.faults.length > 0);
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("step2")}
        </Title>
        <Text size="sm">{t("dryRunDetail")}</Text>
        <Group>
          <Button
            variant={phase === "idle" ? "filled" : "default"}
            disabled={isBusy || !hasPhotos}
            onClick={() => void work.check()}
          >
            {t("dryRun")}
          </Button>
          {isBusy ? (
            <Button variant="default" onClick={work.stop}>
              {t("stop")}
            </Button>
          ) : null}
        </Group>
        {hasPhotos ? null : <Text size="sm">{t("needsPhotos")}</Text>}
        {isBusy ? (
          <Progress
            value={progress.of === 0 ? 0 : (100 * progress.done) / progress.of}
            aria-label={phase === "checking" ? t("checkingProgress") : t("importingProgress")}
          />
        ) : null}
        <Text role="status" size="sm" fw={500}>
          {phase === "checking" ? t("checking", progress) : null}
          {phase === "importing" ? t("importing", progress) : null}
          {phase === "checked" ? t("checked", { ready }) : null}
          {phase === "over" ? t("over", { done: states.filter(({ kind }) => kind === "done").length }) : null}
        </Text>
        {work.error === undefined ? null : (
          <Alert color="red" role="alert">
            {textOf(work.error)} {t("resume")}
          </Alert>
        )}
        {phase === "checked" && (ready > 0 || hasFaults) ? (
          <>
            <Title order={2} size="h4">
              {t("step3")}
            </Title>
            {hasFaults ? (
              <Checkbox
                label={t("withFaults")}
                checked={withFaults}
                onChange={(event) => setWithFaults(event.currentTarget.checked)}
              />
            ) : null}
            <Group>
              <Button disabled={ready === 0} onClick={() => void work.run({ withFaults })}>
                {t("import", { count: ready })}
              </Button>
            </Group>
          </>
        ) : null}
        {states.length === 0 ? null : (
          <>
            <Report list={list} work={work} />
            <RowsTable rows={list.rows} states={states} />
          </>
        )}
      </Stack>
    </Card>
  );
}

function Report({ list, work: { states } }: { list: ParsedFile; work: Import }) {
  const t = useTranslations("importPeople");
  const textOf = useStateText();
  const download = () => {
    const rows = list.rows.map(({ line, externalId }, index) => {
      const state = states[index] ?? { kind: "waiting" as const };
      return { line, externalId, state, reason: textOf(state) };
    });
    const url = URL.createObjectURL(new Blob([reportOf(rows)], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `import-report-${new Date().toISOString().slice(0, 10)}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Group>
      <Button variant="default" onClick={download}>
        {t("report")}
      </Button>
    </Group>
  );
}

"use client";

import { Alert, Button, Card, Checkbox, Group, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { PhotoCollector } from "../photos/photo-collector";
import { isUsable, usePhotos } from "../photos/use-photos";
import { useSite } from "../shell/viewer";
import { Page } from "../ui/page";
import { useWrite } from "../ui/use-write";
import { DuplicateWarning } from "./duplicate-warning";
import { type EnrolmentOutcome, enrol } from "./enrol";
import { personPath } from "./people-table";

const MOST_PHOTOS = 10;
const CONSENT_TEXT = "1";

export function AddPersonPage() {
  const t = useTranslations("addPerson");
  const textOf = useErrorText();
  const router = useRouter();
  const { id: siteId } = useSite();
  const photos = usePhotos({ most: MOST_PHOTOS });
  const [displayName, setDisplayName] = useState("");
  const [externalId, setExternalId] = useState("");
  const [hasConsent, setHasConsent] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [duplicate, setDuplicate] = useState<Extract<EnrolmentOutcome, { kind: "duplicate" }>>();
  const usable = photos.photos.filter(isUsable);
  const left = photos.photos.length - usable.length;

  const enrolling = useWrite(
    (confirmDuplicate: boolean) =>
      enrol({
        ...{ siteId, externalId: externalId.trim() || idFrom(displayName), displayName: displayName.trim() },
        consent: hasConsent ? { basis: "CONSENT", textVersion: CONSENT_TEXT } : null,
        ...{ photos: usable, confirmDuplicate, idempotencyKey: key },
      }),
    {
      changes: ["people", "tags"],
      quiet: true,
      done: (outcome) => (outcome.kind === "done" ? t("done", { name: outcome.displayName }) : undefined),
      after: (outcome) => {
        // Another input needs another key.
        setKey(crypto.randomUUID());
        if (outcome.kind === "duplicate") setDuplicate(outcome);
        else router.push(personPath(outcome.externalId));
      },
    },
  );

  return (
    <Page title={t("title")} description={t("description")}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <PhotoCollector photos={photos} multiple />
        <Card withBorder style={{ alignSelf: "start" }}>
          <form
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              setDuplicate(undefined);
              enrolling.mutate(false);
            }}
          >
            <Stack>
              <Title order={2} size="h4">
                {t("who")}
              </Title>
              <TextInput
                label={t("name")}
                required
                maxLength={200}
                value={displayName}
                onChange={(event) => setDisplayName(event.currentTarget.value)}
              />
              <TextInput
                label={t("externalId")}
                description={t("externalIdDetail")}
                placeholder={idFrom(displayName)}
                maxLength={128}
                value={externalId}
                onChange={(event) => setExternalId(event.currentTarget.value)}
              />
              <Checkbox
                label={t("consent")}
                description={t("consentDetail")}
                checked={hasConsent}
                onChange={(event) => setHasConsent(event.currentTarget.checked)}
              />
              {left > 0 && usable.length > 0 ? (
                <Text size="sm" c="dimmed" role="status">
                  {t("leftOut", { count: left })}
                </Text>
              ) : null}
              {enrolling.error ? (
                <Alert color="red" role="alert">
                  {textOf(enrolling.error)}
                </Alert>
              ) : null}
              {duplicate === undefined ? null : (
                <DuplicateWarning
                  duplicate={duplicate}
                  photo={usable[0]}
                  isPending={enrolling.isPending}
                  enrolAnyway={() => enrolling.mutate(true)}
                />
              )}
              <Group>
                <Button type="submit" loading={enrolling.isPending} disabled={usable.length === 0}>
                  {t("enrol", { count: usable.length })}
                </Button>
                {usable.length === 0 ? (
                  <Text size="sm" c="dimmed">
                    {t("needsPhoto")}
                  </Text>
                ) : null}
              </Group>
            </Stack>
          </form>
        </Card>
      </SimpleGrid>
    </Page>
  );
}

/** Ada Lovelace -> ada-lovelace. */
function idFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 128);
}

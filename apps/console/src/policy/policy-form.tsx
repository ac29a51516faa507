"use client";

import {
  Alert,
  Button,
  Card,
  Checkbox,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { CallFailedError, call } from "../api/client";
import { expectResult } from "../api/problem";
import { useApi } from "../api/use-api";
import { useErrorText } from "../api/use-error-text";
import type { PolicyFieldsFragment } from "../generated/graphql";
import { useSite } from "../shell/viewer";
import { useWrite } from "../ui/use-write";
import { PREVIEW_POLICY, SET_POLICY } from "./documents";
import { Preview } from "./preview";
import { RateText } from "./rate-text";

type Settings = Pick<
  PolicyFieldsFragment,
  | "acceptDistance"
  | "reviewDistance"
  | "identifyDistance"
  | "ambiguityMargin"
  | "minQuality"
  | "keepTemplateFaces"
  | "keepProbeFaces"
>;

const settingsOf = (policy: Settings): Settings => {
  const { acceptDistance, reviewDistance, identifyDistance, ambiguityMargin, minQuality } = policy;
  const { keepTemplateFaces, keepProbeFaces } = policy;
  return {
    ...{ acceptDistance, reviewDistance, identifyDistance, ambiguityMargin, minQuality },
    ...{ keepTemplateFaces, keepProbeFaces },
  };
};

const PREVIEW_DELAY_MS = 300;

/** The settings in force, to be changed: each with the error rates that it would have, and what it would have decided. */
export function PolicyForm({ policy, mayChange }: { policy: PolicyFieldsFragment; mayChange: boolean }) {
  const t = useTranslations("policy");
  const textOf = useErrorText();
  const { id: siteId } = useSite();
  const inForce = settingsOf(policy);
  const [settings, setSettings] = useState(inForce);
  const [reason, setReason] = useState("");
  const isChanged = JSON.stringify(settings) !== JSON.stringify(inForce);
  const isInOrder = settings.acceptDistance <= settings.reviewDistance;
  const [tried] = useDebouncedValue(settings, PREVIEW_DELAY_MS);
  const asked = useApi(
    "preview",
    PREVIEW_POLICY,
    { input: { siteId, ...tried } },
    { enabled: tried.acceptDistance <= tried.reviewDistance },
  );
  const answer = asked.data?.previewSitePolicy;
  const preview = answer?.__typename === "PolicyPreview" ? answer : undefined;
  const saving = useWrite(
    async () =>
      expectResult(
        (
          await call(SET_POLICY, {
            input: { siteId, ...settings, reason: reason.trim(), expectedVersion: policy.version },
          })
        ).setSitePolicy,
        "SitePolicySet",
      ).policy,
    {
      ...{ changes: ["policies", "preview"], quiet: true, after: () => setReason("") },
      done: ({ version }) => t("saved", { version }),
    },
  );
  const number = (name: keyof Settings, { max, step }: { max: number; step: number }) => ({
    label: t(name),
    description: t(`${name as "acceptDistance"}Detail`),
    ...{ min: 0, max, step, decimalScale: 5, required: true, readOnly: !mayChange, clampBehavior: "strict" as const },
    value: settings[name] as number,
    onChange: (value: number | string) =>
      typeof value === "number" && setSettings((known) => ({ ...known, [name]: value })),
  });
  const rates = isChanged && preview !== undefined ? preview : policy;
  return (
    <Card withBorder>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          saving.mutate(undefined);
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t("settings", { version: policy.version })}
          </Title>
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
            <Stack gap="xs">
              <NumberInput {...number("acceptDistance", { max: 2, step: 0.005 })} />
              <RateText rates={rates.acceptRates} kind="pair" />
            </Stack>
            <Stack gap="xs">
              <NumberInput
                {...number("reviewDistance", { max: 2, step: 0.005 })}
                error={isInOrder ? undefined : t("notInOrder")}
              />
              <RateText rates={rates.reviewRates} kind="pair" />
            </Stack>
            <Stack gap="xs">
              <NumberInput {...number("identifyDistance", { max: 2, step: 0.005 })} />
              <RateText rates={rates.identifyRates} kind="person" />
            </Stack>
            <NumberInput {...number("ambiguityMargin", { max: 2, step: 0.005 })} />
            <NumberInput {...number("minQuality", { max: 100, step: 1 })} />
            <Stack gap="sm" justify="flex-end">
              <Checkbox
                label={t("keepTemplateFaces")}
                checked={settings.keepTemplateFaces}
                disabled={!mayChange}
                onChange={(event) => setSettings({ ...settings, keepTemplateFaces: event.currentTarget.checked })}
              />
              <Checkbox
                label={t("keepProbeFaces")}
                checked={settings.keepProbeFaces}
                disabled={!mayChange}
                onChange={(event) => setSettings({ ...settings, keepProbeFaces: event.currentTarget.checked })}
              />
            </Stack>
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            {policy.provenance}
          </Text>
          {isChanged && isInOrder ? (
            answer !== undefined && preview === undefined ? (
              <Alert color="red" role="alert">
                {textOf(
                  new CallFailedError("code" in answer ? answer.code : "", "message" in answer ? answer.message : ""),
                )}
              </Alert>
            ) : (
              <Preview preview={preview} isFetching={asked.isFetching || tried !== settings} />
            )
          ) : null}
          {mayChange && isChanged ? (
            <>
              <Textarea
                label={t("reason")}
                description={t("reasonDetail")}
                required
                maxLength={500}
                autosize
                minRows={2}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              {saving.error ? (
                <Alert color="red" role="alert">
                  {textOf(saving.error)}
                </Alert>
              ) : null}
              <Group>
                <Button type="submit" loading={saving.isPending} disabled={!isInOrder || reason.trim() === ""}>
                  {t("save")}
                </Button>
                <Button variant="default" onClick={() => setSettings(inForce)}>
                  {t("discard")}
                </Button>
              </Group>
            </>
          ) : null}
        </Stack>
      </form>
    </Card>
  );
}

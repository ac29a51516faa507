"use client";

import { Alert, Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { API_KEYS } from "../keys/documents";
import { isInUse, stateOf } from "../keys/key-state";
import { personPath } from "../people/people-table";
import { useSite, useViewer } from "../shell/viewer";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
import { Time } from "../ui/time";
import { NEWEST_MEMBERS } from "./documents";
import { useOneIn } from "./rate-text";
import { useSiteFacts } from "./use-site-facts";

/** As many as a card has room for; all of them have a page of their own. */
const MOST_KEYS = 5;

/** The site at a glance: whom it knows, who may ask it, and what its size does to searches. */
export function SiteFacts({ identifyFmr }: { identifyFmr: number | undefined }) {
  const { is } = useViewer();
  const site = useSite();
  const found = useSiteFacts()?.nodes.find(({ id }) => id === site.id);
  if (found === undefined) return null;
  const { people, templates } = found.counts;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      <Members people={people} templates={templates} withoutTemplate={found.model.peopleWithoutTemplate} />
      {is("OWNER", "ADMIN", "AUDITOR") ? <Keys /> : null}
      {identifyFmr === undefined || people === 0 ? null : <SearchRate identifyFmr={identifyFmr} people={people} />}
    </SimpleGrid>
  );
}

function Members(counts: { people: number; templates: number; withoutTemplate: number }) {
  const t = useTranslations("policy");
  const { id: siteId } = useSite();
  const newest = useApi("people", NEWEST_MEMBERS, { siteId }).data?.people.nodes ?? [];
  return (
    <FactCard title={t("members")} to="/people" toAll={t("toPeople")}>
      <Text>{t("memberCounts", counts)}</Text>
      {counts.withoutTemplate > 0 ? (
        <Alert color="orange">{t("withoutTemplate", { count: counts.withoutTemplate })}</Alert>
      ) : null}
      {newest.length === 0 ? null : (
        <>
          <Text size="sm" c="dimmed">
            {t("newest")}
          </Text>
          <Group gap="xs">
            {newest.map(({ id, externalId, displayName, photos }) => (
              <Link key={id} href={personPath(externalId)} title={displayName}>
                <Face of="templates" id={photos[0]?.id} name={displayName} />
              </Link>
            ))}
          </Group>
        </>
      )}
    </FactCard>
  );
}

function Keys() {
  const t = useTranslations("policy");
  const { id: siteId } = useSite();
  const inUse = useApi("apiKeys", API_KEYS, { siteId }).data?.apiKeys.filter((key) => isInUse(stateOf(key)));
  return (
    <FactCard title={t("keys")} to="/keys" toAll={t("toKeys")}>
      {inUse === undefined ? null : <Text>{t("keysInUse", { count: inUse.length })}</Text>}
      {inUse?.slice(0, MOST_KEYS).map(({ id, name, lastUsedAt }) => (
        <Group key={id} justify="space-between" gap="xs">
          <Text size="sm" className="breaks">
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {lastUsedAt ? (
              <>
                {t("keyUsed")} <Time at={lastUsedAt} />
              </>
            ) : (
              t("keyNeverUsed")
            )}
          </Text>
        </Group>
      ))}
    </FactCard>
  );
}

function SearchRate({ identifyFmr, people }: { identifyFmr: number; people: number }) {
  const t = useTranslations("policy");
  const oneIn = useOneIn();
  return (
    <FactCard title={t("searches")}>
      <Text>{t("fpir", { people, rate: oneIn(1 - (1 - identifyFmr) ** people) })}</Text>
      <Text size="sm" c="dimmed">
        {t("fpirDetail")}
      </Text>
    </FactCard>
  );
}

function FactCard({ title, to, toAll, children }: { title: string; to?: string; toAll?: string; children: ReactNode }) {
  return (
    <Card withBorder>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {to === undefined ? null : (
            <Button component={Link} href={to} variant="default" size="xs">
              {toAll}
            </Button>
          )}
        </Group>
        {children}
      </Stack>
    </Card>
  );
}

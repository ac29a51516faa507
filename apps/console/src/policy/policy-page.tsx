"use client";

import { Alert, Button, Card, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { usePages } from "../api/use-pages";
import { useSite, useViewer } from "../shell/viewer";
import { LoadMore } from "../ui/load-more";
import { Page } from "../ui/page";
import { Answer } from "../ui/states";
import { CurveChart } from "./curve-chart";
import { SITE_FACTS, SITE_POLICIES } from "./documents";
import { History } from "./history";
import { PolicyForm } from "./policy-form";
import { useOneIn } from "./rate-text";

export function PolicyPage() {
  const t = useTranslations("policy");
  const site = useSite();
  const { is } = useViewer();
  const mayChange = is("OWNER", "ADMIN");
  const policies = usePages("policies", SITE_POLICIES, { siteId: site.id }, (data) => data.sitePolicies);
  return (
    <Page title={site.name} description={t("description")}>
      <Answer query={{ data: policies.nodes, error: policies.error, refetch: policies.refetch }}>
        {(versions) => {
          const active = versions.find(({ isActive }) => isActive);
          if (active === undefined) return null;
          return (
            <>
              <Facts identifyFmr={active.identifyRates?.fmr} />
              <PolicyForm key={active.version} policy={active} mayChange={mayChange} />
              <CurveChart policy={active} />
              <History versions={versions} newest={versions[0]?.version ?? active.version} mayRevert={mayChange} />
            </>
          );
        }}
      </Answer>
      <LoadMore query={policies} />
    </Page>
  );
}

/** The site at a glance, and what its size does to searches: each compares with everybody. */
function Facts({ identifyFmr }: { identifyFmr: number | undefined }) {
  const t = useTranslations("policy");
  const site = useSite();
  const { is } = useViewer();
  const oneIn = useOneIn();
  const facts = useApi("sites", SITE_FACTS, {}).data;
  const found = facts?.sites.nodes.find(({ id }) => id === site.id);
  if (found === undefined) return null;
  const { people, templates } = found.counts;
  const fpir = identifyFmr === undefined ? undefined : 1 - (1 - identifyFmr) ** people;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Card withBorder>
        <Stack gap="xs">
          <Text>{t("members", { people, templates })}</Text>
          {found.model.peopleWithoutTemplate > 0 ? (
            <Alert color="orange">{t("withoutTemplate", { count: found.model.peopleWithoutTemplate })}</Alert>
          ) : null}
          <Group>
            <Button component={Link} href="/people" variant="default" size="xs">
              {t("toPeople")}
            </Button>
            {is("OWNER", "ADMIN", "AUDITOR") ? (
              <Button component={Link} href="/keys" variant="default" size="xs">
                {t("toKeys")}
              </Button>
            ) : null}
          </Group>
        </Stack>
      </Card>
      {fpir === undefined || people === 0 ? null : (
        <Card withBorder>
          <Text>{t("fpir", { people, rate: oneIn(fpir) })}</Text>
          <Text size="sm" c="dimmed">
            {t("fpirDetail")}
          </Text>
        </Card>
      )}
    </SimpleGrid>
  );
}

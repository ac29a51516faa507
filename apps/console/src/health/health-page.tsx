"use client";

import { Badge, Card, Group, SimpleGrid, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useAllPages } from "../api/use-pages";
import { Page } from "../ui/page";
import { Answer } from "../ui/states";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { HEALTH } from "./documents";

const REFRESH_MS = 5_000;
const SLOW_DATABASE_MS = 250;
const MB = 1_000_000;

export function HealthPage() {
  const t = useTranslations("health");
  const format = useFormatter();
  const health = useAllPages("health", HEALTH, {}, ({ sites }) => sites, { refetchInterval: REFRESH_MS });
  const inMb = (bytes: number) => t("mb", { size: format.number(bytes / MB, { maximumFractionDigits: 0 }) });
  return (
    <Page title={t("title")} description={t("description")}>
      <Answer query={health}>
        {({
          first: {
            systemHealth: { version, startedAt, residentBytes, engine, database },
          },
          nodes,
        }) => (
          <>
            <SimpleGrid cols={{ base: 1, md: 3 }}>
              <Facts
                title={t("server")}
                isWell
                facts={[
                  [t("version"), version],
                  [t("runningSince"), <Time key="since" at={startedAt} />],
                  [t("memory"), inMb(residentBytes)],
                ]}
              />
              <Facts
                title={t("engine")}
                isWell={engine.waiting <= engine.threads}
                facts={[
                  [t("runtime"), engine.runtime],
                  [t("threads"), engine.threads],
                  [t("running"), engine.running],
                  [t("waiting"), engine.waiting],
                  [t("models"), engine.modelIds.join(", ")],
                ]}
              />
              <Facts
                title={t("database")}
                isWell={database.latencyMs < SLOW_DATABASE_MS}
                facts={[
                  [t("version"), database.version],
                  [t("latency"), t("ms", { time: format.number(database.latencyMs, { maximumFractionDigits: 1 }) })],
                  [t("size"), inMb(database.sizeBytes)],
                ]}
              />
            </SimpleGrid>
            <Card withBorder>
              <Title order={2} size="h4" mb="sm">
                {t("galleries")}
              </Title>
              <Table aria-label={t("galleries")}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("site")}</Table.Th>
                    <Table.Th ta="right">{t("people")}</Table.Th>
                    <Table.Th ta="right">{t("templates")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {nodes.map(({ id, name, counts }) => (
                    <Table.Tr key={id}>
                      <Table.Td className="breaks">{name}</Table.Td>
                      <Table.Td ta="right" className="number">
                        {format.number(counts.people)}
                      </Table.Td>
                      <Table.Td ta="right" className="number">
                        {format.number(counts.templates)}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Card>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Facts({ title, isWell, facts }: { title: string; isWell: boolean; facts: readonly [string, ReactNode][] }) {
  const t = useTranslations("health");
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Badge variant="light" color={isWell ? "green" : "orange"} className="badge">
          {isWell ? t("well") : t("busy")}
        </Badge>
      </Group>
      <Table>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w="45%">{name}</Table.Th>
              <Table.Td className="breaks number">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

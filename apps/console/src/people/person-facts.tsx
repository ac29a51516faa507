"use client";

import { Badge, Card, Group, Stack, TagsInput, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { useSite, useViewer } from "../shell/viewer";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import { TAGS } from "./documents";
import type { PersonDetail } from "./person-page";
import { updatePerson } from "./writes";

export function PersonFacts({ person }: { person: PersonDetail }) {
  const t = useTranslations("person");
  const { is } = useViewer();
  const { consent, createdAt, updatedAt, tags } = person;
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("facts")}
        </Title>
        <Table>
          <Table.Tbody>
            <Fact name={t("added")}>
              <Time at={createdAt} />
            </Fact>
            <Fact name={t("changed")}>
              <Time at={updatedAt} />
            </Fact>
            <Fact name={t("consent")}>
              {consent ? (
                <Stack gap={2}>
                  <span>{t("consentFor", { basis: consent.basis, textVersion: consent.textVersion ?? "" })}</span>
                  <span>
                    {t("obtained")} <Time at={consent.obtainedAt ?? createdAt} />
                  </span>
                  {consent.expiresAt ? (
                    <span>
                      {t("expires")} <Time at={consent.expiresAt} />
                    </span>
                  ) : null}
                </Stack>
              ) : (
                t("noConsent")
              )}
            </Fact>
          </Table.Tbody>
        </Table>
        {is("OWNER", "ADMIN") ? (
          <Tags person={person} />
        ) : (
          <Group gap={4}>
            {tags.length === 0 ? <Text size="sm">{t("noTags")}</Text> : null}
            {tags.map((tag) => (
              <Badge key={tag} variant="default" tt="none">
                {tag}
              </Badge>
            ))}
          </Group>
        )}
      </Stack>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w="35%">{name}</Table.Th>
      <Table.Td className="breaks">{children}</Table.Td>
    </Table.Tr>
  );
}

function Tags({ person: { externalId, tags } }: { person: PersonDetail }) {
  const t = useTranslations("person");
  const { id: siteId } = useSite();
  const known = useApi("tags", TAGS, { siteId }).data?.tags ?? [];
  const saving = useWrite(updatePerson, { changes: ["person", "people", "tags"] });
  return (
    <TagsInput
      label={t("tags")}
      description={t("tagsDetail")}
      data={[...known]}
      value={[...tags]}
      disabled={saving.isPending}
      onChange={(wanted) =>
        saving.mutate({
          ...{ siteId, externalId },
          addTags: wanted.filter((tag) => !tags.includes(tag)),
          removeTags: tags.filter((tag) => !wanted.includes(tag)),
        })
      }
    />
  );
}

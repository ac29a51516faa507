"use client";

import { Card, Stack, Text, Title } from "@mantine/core";
import { useTranslations } from "use-intl";
import { usePages } from "../api/use-pages";
import { useSite } from "../shell/viewer";
import { LoadMore } from "../ui/load-more";
import { Answer } from "../ui/states";
import { AttemptsTable } from "./attempts-table";
import { ATTEMPTS } from "./documents";

export function PersonAttempts({ personId }: { personId: string }) {
  const t = useTranslations("attempts");
  const { id: siteId } = useSite();
  const attempts = usePages("attempts", ATTEMPTS, { siteId, personId }, (data) => data.attempts);
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("title")}
        </Title>
        <Answer query={{ data: attempts.nodes, error: attempts.error, refetch: attempts.refetch }}>
          {(nodes) => (nodes.length > 0 ? <AttemptsTable attempts={nodes} /> : <Text size="sm">{t("noneYet")}</Text>)}
        </Answer>
        <LoadMore query={attempts} />
      </Stack>
    </Card>
  );
}

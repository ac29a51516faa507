"use client";

import { Alert, Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";

export function LoadingState() {
  const t = useTranslations("states");
  return (
    <Center py="xl" role="status" aria-label={t("loading")}>
      <Loader />
    </Center>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTranslations("states");
  const textOf = useErrorText();
  return (
    <Alert color="red" role="alert" title={t("failed")} m="md">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{textOf(error)}</Text>
        {retry === undefined ? null : (
          <Button size="xs" variant="default" onClick={retry}>
            {t("tryAgain")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center py={48} px="md">
      <Stack gap="sm" align="center" maw={460}>
        <Title order={2} size="h4" ta="center">
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  );
}

/** What a query shows: its answer, or why there is none yet. */
export function Answer<Data>({
  query,
  children,
}: {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <LoadingState />;
}

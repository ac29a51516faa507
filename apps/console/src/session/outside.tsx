"use client";

import { Anchor, Card, Center, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useLocale } from "use-intl";
import { chooseLocale } from "../shell/language-switch";
import { LOCALE_NAMES, LOCALES } from "../shell/locale";

/** The frame of the pages that nobody has to be signed in for. */
export function Outside({ title, children }: { title: string; children: ReactNode }) {
  const current = useLocale();
  return (
    <Center mih="100dvh" p="md">
      <Stack w="100%" maw={420} component="main">
        <Text fw={700} size="lg" ta="center">
          facenet
        </Text>
        <Card withBorder padding="lg">
          <Stack>
            <Title order={1} size="h3">
              {title}
            </Title>
            {children}
          </Stack>
        </Card>
        <Group justify="center" gap="sm">
          {LOCALES.filter((locale) => locale !== current).map((locale) => (
            <Anchor key={locale} component="button" size="sm" lang={locale} onClick={() => chooseLocale(locale)}>
              {LOCALE_NAMES[locale]}
            </Anchor>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}

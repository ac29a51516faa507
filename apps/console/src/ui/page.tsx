"use client";

import { Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";

/** The frame of every page: its heading, what can be done, and what it shows. */
export function Page({
  title,
  description,
  actions,
  children,
}: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useDocumentTitle(`${title} · facenet`);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div className="page-heading">
          <Title order={1} size="h2">
            {title}
          </Title>
          {description === undefined ? null : (
            <Text c="dimmed" maw={720}>
              {description}
            </Text>
          )}
        </div>
        {actions === undefined ? null : <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

"use client";

import { AppShell, Burger, Group, NativeSelect, NavLink, Text } from "@mantine/core";
import { useDisclosure, useNetwork } from "@mantine/hooks";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { EmptyState } from "../ui/states";
import { AccountMenu } from "./account-menu";
import { useVisiblePages } from "./pages";
import { useViewer, ViewerProvider } from "./viewer";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <ViewerProvider>
      <Frame>{children}</Frame>
    </ViewerProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const [isOpen, { toggle, close }] = useDisclosure();
  const { site, sites, chooseSite } = useViewer();
  const { online } = useNetwork();
  const path = usePathname();
  const pages = useVisiblePages();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" className="shrinks">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <Text component={Link} href="/" fw={700} size="lg" c="inherit" td="none" visibleFrom="xs">
              facenet
            </Text>
            {site === undefined ? null : sites.length === 1 ? (
              <Text c="dimmed" truncate>
                {site.name}
              </Text>
            ) : (
              <NativeSelect
                aria-label={t("site")}
                value={site.id}
                onChange={(event) => chooseSite(event.currentTarget.value)}
                data={sites.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </Group>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("pages")}>
        {pages.map(({ href, name }) => (
          <NavLink
            key={href}
            component={Link}
            href={href}
            label={t(name)}
            active={href === "/" ? path === "/" : path.startsWith(href)}
            aria-current={path === href ? "page" : undefined}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {online ? null : (
          <Text role="status" fw={600} pb="sm">
            {t("offline")}
          </Text>
        )}
        {site === undefined && !PAGES_WITHOUT_SITE.includes(path) ? (
          <EmptyState title={t("noSite")}>
            <Text ta="center">{t("noSiteDetail")}</Text>
          </EmptyState>
        ) : (
          children
        )}
      </AppShell.Main>
    </AppShell>
  );
}

const PAGES_WITHOUT_SITE = ["/sites", "/users", "/health", "/account"];

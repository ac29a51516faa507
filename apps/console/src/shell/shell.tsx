"use client";

import { AppShell, Burger, Group, NativeSelect, NavLink, Text } from "@mantine/core";
import { useDisclosure, useNetwork } from "@mantine/hooks";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Link } from "../ui/link";
import { EmptyState, LoadingState } from "../ui/states";
import { AccountMenu } from "./account-menu";
import { useVisiblePages } from "./pages";
import { useViewer, ViewerProvider } from "./viewer";

export function Shell({ children }: { children: ReactNode }) {
  return (
    <ViewerProvider waiting={<Waiting />}>
      <Frame>{children}</Frame>
    </ViewerProvider>
  );
}

/** The page as it will be, as far as it is the same for everybody. */
function Waiting() {
  return (
    <AppShell {...LAYOUT} navbar={{ ...LAYOUT.navbar, collapsed: { mobile: true } }}>
      <AppShell.Header>
        <Group h="100%" px="sm">
          <Brand />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-hidden />
      <AppShell.Main>
        <LoadingState />
      </AppShell.Main>
    </AppShell>
  );
}

const LAYOUT = {
  header: { height: 56 },
  navbar: { width: 220, breakpoint: "sm" },
  padding: { base: "sm", sm: "lg" },
} as const;

const Brand = () => (
  <Text component={Link} href="/" fw={700} size="lg" c="inherit" td="none" visibleFrom="xs">
    facenet
  </Text>
);

function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const [isOpen, { toggle, close }] = useDisclosure();
  const { site, sites, chooseSite } = useViewer();
  const { online } = useNetwork();
  const path = usePathname();
  const pages = useVisiblePages();
  return (
    <AppShell {...LAYOUT} navbar={{ ...LAYOUT.navbar, collapsed: { mobile: !isOpen } }}>
      <a className="skip-link" href="#content">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" className="shrinks">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <Brand />
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

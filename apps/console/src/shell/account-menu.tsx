"use client";

import { Button, Divider, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { useTranslations } from "use-intl";
import { signOut } from "../session/auth";
import { Link } from "../ui/link";
import { LanguageSwitch } from "./language-switch";
import { useViewer } from "./viewer";

const PANEL = "account-panel";
const close = () => document.getElementById(PANEL)?.hidePopover();

/** The browser's own popover: a menu component would be a seventh of all the script that a page loads. */
export function AccountMenu() {
  const t = useTranslations("shell");
  const { user } = useViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Button variant="subtle" color="gray" aria-label={t("account", { name: user.name })} popoverTarget={PANEL}>
        <Text truncate maw={160}>
          {user.name}
        </Text>
      </Button>
      <div id={PANEL} popover="auto" className="account-panel">
        <Stack gap={4}>
          <Text size="sm" c="dimmed" className="breaks" px="xs">
            {user.email}
          </Text>
          <Button component={Link} href="/account" {...ITEM} onClick={close}>
            {t("accountPage")}
          </Button>
          <Divider label={t("appearance")} labelPosition="left" />
          {(["light", "dark", "auto"] as const).map((scheme) => (
            <Button key={scheme} {...ITEM} aria-pressed={colorScheme === scheme} onClick={() => setColorScheme(scheme)}>
              {colorScheme === scheme ? "✓ " : ""}
              {t(scheme)}
            </Button>
          ))}
          <Divider label={t("language")} labelPosition="left" />
          <LanguageSwitch />
          <Divider />
          <Button {...ITEM} color="red" onClick={() => void signOut()}>
            {t("signOut")}
          </Button>
        </Stack>
      </div>
    </>
  );
}

const ITEM = { variant: "subtle", color: "gray", size: "compact-md", justify: "flex-start" } as const;

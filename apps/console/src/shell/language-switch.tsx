"use client";

import { Menu } from "@mantine/core";
import { useLocale, useTranslations } from "use-intl";
import { LOCALE_COOKIE, LOCALE_NAMES, LOCALES } from "./locale";

const YEAR_S = 365 * 24 * 3600;

/** The server renders in the language of the cookie, so the page is loaded anew. */
export function chooseLocale(locale: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser; no secret is in it
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.location.reload();
}

export function LanguageSwitch() {
  const t = useTranslations("shell");
  const current = useLocale();
  return (
    <>
      <Menu.Label>{t("language")}</Menu.Label>
      {LOCALES.map((locale) => (
        <Menu.Item key={locale} lang={locale} onClick={() => chooseLocale(locale)} aria-current={locale === current}>
          {locale === current ? "✓ " : ""}
          {LOCALE_NAMES[locale]}
        </Menu.Item>
      ))}
    </>
  );
}

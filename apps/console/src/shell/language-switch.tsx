"use client";

import { Button } from "@mantine/core";
import { useLocale } from "use-intl";
import { LOCALE_COOKIE, LOCALE_NAMES, LOCALES } from "./locale";

const YEAR_S = 365 * 24 * 3600;

/** The server renders in the language of the cookie, so the page is loaded anew. */
export function chooseLocale(locale: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser; no secret is in it
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.location.reload();
}

export function LanguageSwitch() {
  const current = useLocale();
  return LOCALES.map((locale) => (
    <Button
      key={locale}
      variant="subtle"
      color="gray"
      size="compact-md"
      justify="flex-start"
      lang={locale}
      aria-pressed={locale === current}
      onClick={() => chooseLocale(locale)}
    >
      {locale === current ? "✓ " : ""}
      {LOCALE_NAMES[locale]}
    </Button>
  ));
}

export const LOCALES = ["en", "es"] as const;
export type Locale = (typeof LOCALES)[number];
export const LOCALE_COOKIE = "facenet_locale";

export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", es: "Español" };

/** The one that was chosen, else the first of the browser's that there is, else English. */
export function localeOf(chosen: string | undefined, acceptLanguage: string | null): Locale {
  const wanted = [
    chosen ?? "",
    ...(acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase()),
  ];
  for (const name of wanted) {
    const known = LOCALES.find((locale) => locale === name);
    if (known !== undefined) return known;
  }
  return "en";
}

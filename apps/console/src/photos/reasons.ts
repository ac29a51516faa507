import { useTranslations } from "use-intl";

const KNOWN = ["TOO_SMALL", "BLURRED", "TOO_DARK", "TOO_BRIGHT", "EXTREME_POSE", "BELOW_SITE_MINIMUM"] as const;

/** Why a face is not good enough, in words. */
export function useReasons(): (reasons: readonly string[]) => string {
  const t = useTranslations("reasons");
  return (reasons) =>
    reasons
      .map((reason) => {
        const known = KNOWN.find((candidate) => candidate === reason);
        return known === undefined ? reason : t(known);
      })
      .join(", ");
}

import { useTranslations } from "use-intl";
import { CallFailedError } from "./client";

/** Words for whatever was thrown: the console's own where it has some, else the API's. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations("errors");
  return (error) => {
    if (!(error instanceof CallFailedError)) return t("UNKNOWN");
    const { code, message } = error;
    if (t.has(code as "UNKNOWN")) return t(code as "UNKNOWN");
    return message || t("UNKNOWN");
  };
}

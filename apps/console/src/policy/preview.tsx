"use client";

import { Alert, List, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { PreviewSitePolicyQuery } from "../generated/graphql";

type PolicyPreview = Extract<PreviewSitePolicyQuery["previewSitePolicy"], { __typename: "PolicyPreview" }>;

/** How many of the newest attempts would have been decided otherwise, and how. */
export function Preview({ preview, isFetching }: { preview: PolicyPreview | undefined; isFetching: boolean }) {
  const t = useTranslations("policy");
  const decisions = useTranslations("attempts");
  return (
    <Alert color="blue" title={t("preview")} role="status" aria-busy={isFetching}>
      {preview === undefined ? (
        <Text size="sm">{t("counting")}</Text>
      ) : preview.attempts === 0 ? (
        <Text size="sm">{t("noAttempts")}</Text>
      ) : (
        <>
          <Text size="sm">{t("wouldChange", { changed: preview.changed, attempts: preview.attempts })}</Text>
          <List size="sm">
            {preview.changes.map(({ from, to, count }) => (
              <List.Item key={`${from} ${to}`}>
                {t("change", {
                  count,
                  from: decisions(`decisions.${from}`),
                  to: to ? decisions(`decisions.${to}`) : t("refused"),
                })}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Alert>
  );
}

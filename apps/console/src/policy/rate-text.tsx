"use client";

import { Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { RatesFragment } from "../generated/graphql";

/** 1 in 1,000: what a rate means, rather than its digits. */
export function useOneIn(): (rate: number) => string {
  const t = useTranslations("policy");
  const format = useFormatter();
  return (rate) => {
    if (rate <= 0) return t("never");
    const each = 1 / rate;
    return t("oneIn", { count: format.number(each, { maximumSignificantDigits: 2 }) });
  };
}

/** What a cut means: how often a stranger gets through, and how often the right person does not. */
export function RateText({ rates, kind }: { rates: RatesFragment | null | undefined; kind: "pair" | "person" }) {
  const t = useTranslations("policy");
  const format = useFormatter();
  const oneIn = useOneIn();
  if (!rates) return <Text size="sm">{t("noRates")}</Text>;
  const percent = (rate: number) => format.number(rate, { style: "percent", maximumFractionDigits: 1 });
  const { fmr, fnmr, low, high, beyond } = rates;
  const bound = beyond === "BELOW" ? t("atMost") : beyond === "ABOVE" ? t("atLeast") : "";
  return (
    <Text size="sm" component="div">
      {t(kind === "pair" ? "fmr" : "fmrOfSearch", { rate: `${bound} ${oneIn(fmr)}`.trim() })}
      <br />
      {t("fnmr", { rate: percent(fnmr), low: percent(low), high: percent(high) })}
    </Text>
  );
}

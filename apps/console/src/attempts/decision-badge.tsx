"use client";

import { Badge } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { AttemptDecision } from "../generated/graphql";

const COLOURS: Readonly<Record<AttemptDecision, string>> = {
  ACCEPT: "green",
  IDENTIFIED: "green",
  ENROLLED: "blue",
  REVIEW: "orange",
  AMBIGUOUS: "orange",
  REJECT: "red",
  UNKNOWN: "red",
};

export function DecisionBadge({
  decision,
  problemCode,
}: {
  decision: AttemptDecision | null | undefined;
  problemCode: string | null | undefined;
}) {
  const t = useTranslations("attempts");
  const problems = useTranslations("errors");
  if (decision) {
    return (
      <Badge variant="light" color={COLOURS[decision]} className="badge">
        {t(`decisions.${decision}`)}
      </Badge>
    );
  }
  const code = (problemCode ?? "UNKNOWN") as "NO_FACE";
  return (
    <Badge variant="default" tt="none" className="badge" title={problems.has(code) ? problems(code) : code}>
      {t("problem", { code })}
    </Badge>
  );
}

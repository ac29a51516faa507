"use client";

import { Button, Group, Kbd } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type { ReviewAttemptInput, ReviewVerdict } from "../generated/graphql";
import { useWrite } from "../ui/use-write";
import { REVIEW_ATTEMPT } from "./documents";

export function useReview() {
  return useWrite(
    async (input: ReviewAttemptInput) =>
      expectResult((await call(REVIEW_ATTEMPT, { input })).reviewAttempt, "AttemptReviewed").attempt,
    { changes: ["attempt", "attempts"] },
  );
}

const CHOICES: readonly { verdict: ReviewVerdict; key: string; color: string }[] = [
  { verdict: "GENUINE", key: "G", color: "green" },
  { verdict: "IMPOSTOR", key: "I", color: "red" },
  { verdict: "UNSURE", key: "U", color: "gray" },
];

/** Three buttons, and three keys. */
export function VerdictButtons({
  current,
  isPending,
  say,
}: {
  current: ReviewVerdict | null | undefined;
  isPending: boolean;
  say: (verdict: ReviewVerdict) => void;
}) {
  const t = useTranslations("attempts");
  useHotkeys(CHOICES.map(({ verdict, key }) => [key.toLowerCase(), () => !isPending && say(verdict)]));
  return (
    <Group>
      {CHOICES.map(({ verdict, key, color }) => (
        <Button
          key={verdict}
          color={color}
          variant={current === verdict ? "filled" : "light"}
          aria-pressed={current === verdict}
          disabled={isPending}
          onClick={() => say(verdict)}
          rightSection={<Kbd size="xs">{key}</Kbd>}
        >
          {t(`verdicts.${verdict}`)}
        </Button>
      ))}
    </Group>
  );
}

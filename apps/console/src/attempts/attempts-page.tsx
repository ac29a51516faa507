"use client";

import { Badge, Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { usePages } from "../api/use-pages";
import { useSite } from "../shell/viewer";
import { LoadMore } from "../ui/load-more";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { AttemptsTable } from "./attempts-table";
import { ATTEMPTS } from "./documents";
import { type AttemptsFilter, KINDS, OUTCOMES, REVIEWS, toVariables, useAttemptsFilter } from "./use-attempts-filter";
import { useLiveAttempts } from "./use-live-attempts";

const NOTHING: AttemptsFilter = {
  kind: null,
  decision: null,
  claimedExternalId: null,
  review: null,
  from: null,
  to: null,
};

export function AttemptsPage() {
  const t = useTranslations("attempts");
  const { id: siteId } = useSite();
  const [filter, change] = useAttemptsFilter();
  const { liveness, refetchInterval } = useLiveAttempts(siteId);
  const variables = { siteId, ...toVariables(filter) };
  const attempts = usePages("attempts", ATTEMPTS, variables, (data) => data.attempts, { refetchInterval });
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Page
      title={t("title")}
      description={t("description")}
      actions={
        <Badge variant="dot" color={liveness === "live" ? "green" : "gray"} role="status" tt="none" size="lg">
          {t(liveness)}
        </Badge>
      }
    >
      <Filters filter={filter} change={change} />
      <Answer query={{ data: attempts.nodes, error: attempts.error, refetch: attempts.refetch }}>
        {(nodes) =>
          nodes.length > 0 ? (
            <AttemptsTable attempts={nodes} />
          ) : isFiltered ? (
            <EmptyState title={t("noneFound")}>
              <Button variant="default" onClick={() => change(NOTHING)}>
                {t("showAll")}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={t("noneYet")}>
              <Text ta="center">{t("noneYetDetail")}</Text>
            </EmptyState>
          )
        }
      </Answer>
      <LoadMore query={attempts} />
    </Page>
  );
}

function Filters({ filter, change }: { filter: AttemptsFilter; change: (change: Partial<AttemptsFilter>) => void }) {
  const t = useTranslations("attempts");
  const [claim, setClaim] = useState(filter.claimedExternalId ?? "");
  const apply = useDebouncedCallback((text: string) => change({ claimedExternalId: text.trim() || null }), 300);
  const any = { value: "", label: t("any") };
  return (
    <Group align="flex-end" gap="sm" role="search">
      <NativeSelect
        label={t("kind")}
        value={filter.kind ?? ""}
        onChange={(event) => change({ kind: (event.currentTarget.value || null) as AttemptsFilter["kind"] })}
        data={[any, ...KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
      />
      <NativeSelect
        label={t("outcome")}
        value={filter.decision ?? ""}
        onChange={(event) => change({ decision: (event.currentTarget.value || null) as AttemptsFilter["decision"] })}
        data={[any, ...OUTCOMES.map((value) => ({ value, label: t(`decisions.${value}`) }))]}
      />
      <NativeSelect
        label={t("review")}
        value={filter.review ?? ""}
        onChange={(event) => change({ review: (event.currentTarget.value || null) as AttemptsFilter["review"] })}
        data={[any, ...REVIEWS.map((value) => ({ value, label: t(`verdicts.${value}`) }))]}
      />
      <TextInput
        label={t("claim")}
        type="search"
        value={claim}
        onChange={(event) => {
          setClaim(event.currentTarget.value);
          apply(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t("from")}
        type="date"
        value={filter.from ?? ""}
        onChange={(event) => change({ from: event.currentTarget.value || null })}
      />
      <TextInput
        label={t("to")}
        type="date"
        value={filter.to ?? ""}
        onChange={(event) => change({ to: event.currentTarget.value || null })}
      />
    </Group>
  );
}

"use client";

import { Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { pagesOf, usePages } from "../api/use-pages";
import type { PeopleQuery } from "../generated/graphql";
import { useSite, useViewer } from "../shell/viewer";
import { Link } from "../ui/link";
import { LoadMore } from "../ui/load-more";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { PEOPLE, PEOPLE_COUNT, TAGS } from "./documents";
import { PeopleTable } from "./people-table";
import { type PeopleFilter, usePeopleFilter } from "./use-people-filter";

/** Counting takes the database longer than a page does, so it is done when the filter stands still. */
const COUNT_DELAY_MS = 300;
// Wanted by few, and with its dialog and progress a good part of the page.
const BulkActions = dynamic(() => import("./bulk-actions").then((module) => module.BulkActions), { ssr: false });

const connectionOf = ({ people }: PeopleQuery) => people;
const narrowingOf = ({ search, state, tag, consent }: PeopleFilter) => ({ search, state, tag, consent });

export function PeoplePage() {
  const t = useTranslations("people");
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const mayChange = is("OWNER", "ADMIN");
  const queryClient = useQueryClient();
  const [filter, changeFilter] = usePeopleFilter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [settled] = useDebouncedValue(filter, COUNT_DELAY_MS);
  const peopleOf = (wanted: PeopleFilter) => ["people", PEOPLE, { siteId, ...wanted }, connectionOf] as const;
  const people = usePages(...peopleOf(filter));
  // The server is asked before the page is drawn anew, and works meanwhile.
  const change = (changed: Partial<PeopleFilter>) =>
    void queryClient.prefetchInfiniteQuery(pagesOf(...peopleOf(changeFilter(changed))));
  const count = useApi("people", PEOPLE_COUNT, { siteId, ...narrowingOf(settled) });
  const isFiltered = Object.values(narrowingOf(filter)).some((value) => value !== null);
  return (
    <Page
      title={t("title")}
      description={count.data === undefined ? "\u00a0" : t("count", { count: count.data.people.totalCount })}
      actions={
        mayChange ? (
          <Button component={Link} href="/people/new">
            {t("add")}
          </Button>
        ) : undefined
      }
    >
      <Filters filter={filter} change={change} />
      {selected.size > 0 ? <BulkActions externalIds={[...selected]} done={() => setSelected(new Set())} /> : null}
      <Answer query={{ data: people.nodes, error: people.error, refetch: people.refetch }}>
        {(nodes) =>
          nodes.length > 0 ? (
            <PeopleTable
              people={nodes}
              filter={filter}
              change={change}
              isBusy={people.isPlaceholderData}
              selection={mayChange ? { selected, select: setSelected } : undefined}
            />
          ) : isFiltered ? (
            <EmptyState title={t("noneFound")}>
              <Button variant="default" onClick={() => change({ search: null, state: null, tag: null, consent: null })}>
                {t("showAll")}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={t("noneYet")}>
              <Text ta="center">{t("noneYetDetail")}</Text>
              {mayChange ? (
                <Group>
                  <Button component={Link} href="/people/new">
                    {t("add")}
                  </Button>
                  <Button component={Link} href="/import" variant="default">
                    {t("import")}
                  </Button>
                </Group>
              ) : null}
            </EmptyState>
          )
        }
      </Answer>
      <LoadMore query={people} />
    </Page>
  );
}

function Filters({ filter, change }: { filter: PeopleFilter; change: (change: Partial<PeopleFilter>) => void }) {
  const t = useTranslations("people");
  const { id: siteId } = useSite();
  const tags = useApi("tags", TAGS, { siteId });
  const [search, setSearch] = useState(filter.search ?? "");
  return (
    <Group align="flex-end" gap="sm" role="search">
      <TextInput
        type="search"
        label={t("search")}
        placeholder={t("searchHint")}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          change({ search: event.currentTarget.value.trim() || null });
        }}
        flex="1 1 14rem"
      />
      <NativeSelect
        label={t("state")}
        value={filter.state ?? ""}
        onChange={(event) => change({ state: (event.currentTarget.value || null) as PeopleFilter["state"] })}
        data={[
          { value: "", label: t("any") },
          { value: "ACTIVE", label: t("ACTIVE") },
          { value: "SUSPENDED", label: t("SUSPENDED") },
        ]}
      />
      <NativeSelect
        label={t("consent")}
        value={filter.consent ?? ""}
        onChange={(event) => change({ consent: (event.currentTarget.value || null) as PeopleFilter["consent"] })}
        data={[
          { value: "", label: t("any") },
          { value: "VALID", label: t("VALID") },
          { value: "EXPIRED", label: t("EXPIRED") },
          { value: "NONE", label: t("NONE") },
        ]}
      />
      {(tags.data?.tags.length ?? 0) === 0 && filter.tag === null ? null : (
        <NativeSelect
          label={t("tag")}
          value={filter.tag ?? ""}
          onChange={(event) => change({ tag: event.currentTarget.value || null })}
          data={[
            { value: "", label: t("any") },
            ...[...new Set([...(tags.data?.tags ?? []), ...(filter.tag === null ? [] : [filter.tag])])],
          ]}
        />
      )}
    </Group>
  );
}

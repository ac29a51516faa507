"use client";

import { Badge, Checkbox, Group, Text, UnstyledButton } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { PeopleOrderField, PersonRowFragment } from "../generated/graphql";
import { Face } from "../ui/face";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import type { PeopleFilter } from "./use-people-filter";

interface Selection {
  readonly selected: ReadonlySet<string>;
  select(externalIds: ReadonlySet<string>): void;
}

export const personPath = (externalId: string) => `/people/${encodeURIComponent(externalId)}`;

export function PeopleTable({
  people,
  filter,
  change,
  selection,
}: {
  people: readonly PersonRowFragment[];
  filter: PeopleFilter;
  change: (change: Partial<PeopleFilter>) => void;
  selection: Selection | undefined;
}) {
  const t = useTranslations("people");
  const all = people.map(({ externalId }) => externalId);
  const allSelected = selection !== undefined && all.every((id) => selection.selected.has(id));
  const toggle = (externalId: string) => {
    if (selection === undefined) return;
    const next = new Set(selection.selected);
    if (!next.delete(externalId)) next.add(externalId);
    selection.select(next);
  };
  const column = (field: PeopleOrderField, name: string) => (
    <SortableHeader field={field} filter={filter} change={change}>
      {name}
    </SortableHeader>
  );
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table highlightOnHover aria-label={t("title")}>
        <Table.Thead>
          <Table.Tr>
            {selection === undefined ? null : (
              <Table.Th w={36}>
                <Checkbox
                  aria-label={t("selectAll")}
                  checked={allSelected}
                  indeterminate={!allSelected && selection.selected.size > 0}
                  onChange={() => selection.select(new Set(allSelected ? [] : all))}
                />
              </Table.Th>
            )}
            {column("DISPLAY_NAME", t("name"))}
            {column("EXTERNAL_ID", t("externalId"))}
            <Table.Th>{t("stateAndTags")}</Table.Th>
            <Table.Th ta="right">{t("photos")}</Table.Th>
            {column("CREATED_AT", t("added"))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map(({ id, externalId, displayName, state, tags, photos, createdAt }) => (
            <Table.Tr key={id}>
              {selection === undefined ? null : (
                <Table.Td>
                  <Checkbox
                    aria-label={t("select", { name: displayName })}
                    checked={selection.selected.has(externalId)}
                    onChange={() => toggle(externalId)}
                  />
                </Table.Td>
              )}
              <Table.Td>
                <Group gap="sm" wrap="nowrap">
                  <Face of="templates" id={photos.at(-1)?.id} name={displayName} />
                  <Text component={Link} href={personPath(externalId)} fw={500} className="breaks">
                    {displayName}
                  </Text>
                </Group>
              </Table.Td>
              <Table.Td className="breaks">{externalId}</Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {state === "SUSPENDED" ? <Badge color="orange">{t("SUSPENDED")}</Badge> : null}
                  {tags.map((tag) => (
                    <Badge key={tag} variant="default" tt="none">
                      {tag}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td ta="right" className="number">
                {photos.length}
              </Table.Td>
              <Table.Td>
                <Time at={createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function SortableHeader({
  field,
  filter,
  change,
  children,
}: {
  field: PeopleOrderField;
  filter: PeopleFilter;
  change: (change: Partial<PeopleFilter>) => void;
  children: ReactNode;
}) {
  const isOrder = filter.orderBy === field;
  return (
    <Table.Th aria-sort={isOrder ? (filter.descending ? "descending" : "ascending") : "none"}>
      <UnstyledButton
        fw={700}
        fz="sm"
        onClick={() => change({ orderBy: field, descending: isOrder && !filter.descending })}
      >
        {children} {isOrder ? (filter.descending ? "↓" : "↑") : ""}
      </UnstyledButton>
    </Table.Th>
  );
}

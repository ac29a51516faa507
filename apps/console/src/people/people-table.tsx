"use client";

import { Badge } from "@mantine/core";
import { memo, type ReactNode, useCallback, useRef } from "react";
import { useTranslations } from "use-intl";
import type { PeopleOrderField, PersonRowFragment } from "../generated/graphql";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
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
  isBusy,
  selection,
}: {
  people: readonly PersonRowFragment[];
  filter: PeopleFilter;
  change: (change: Partial<PeopleFilter>) => void;
  /** Whether other rows are on their way. */
  isBusy: boolean;
  selection: Selection | undefined;
}) {
  const t = useTranslations("people");
  const all = people.map(({ externalId }) => externalId);
  const allSelected = selection !== undefined && all.every((id) => selection.selected.has(id));
  // Rows are drawn anew when they change, and not for every choice: what they call stays the same.
  const current = useRef(selection);
  current.current = selection;
  const toggle = useCallback((externalId: string) => {
    if (current.current === undefined) return;
    const next = new Set(current.current.selected);
    if (!next.delete(externalId)) next.add(externalId);
    current.current.select(next);
  }, []);
  const column = (field: PeopleOrderField, name: string) => (
    <SortableHeader field={field} filter={filter} change={change}>
      {name}
    </SortableHeader>
  );
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table highlightOnHover aria-label={t("title")} aria-busy={isBusy}>
        <Table.Thead>
          <Table.Tr>
            {selection === undefined ? null : (
              <Table.Th w={36}>
                <input
                  type="checkbox"
                  className="check"
                  aria-label={t("selectAll")}
                  checked={allSelected}
                  ref={(box) => {
                    if (box !== null) box.indeterminate = !allSelected && selection.selected.size > 0;
                  }}
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
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isSelected={selection?.selected.has(person.externalId)}
              toggle={toggle}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const PersonRow = memo(function PersonRow({
  person: { externalId, displayName, state, tags, photos, createdAt },
  isSelected,
  toggle,
}: {
  person: PersonRowFragment;
  /** Undefined where nothing is to be selected. */
  isSelected: boolean | undefined;
  toggle: (externalId: string) => void;
}) {
  const t = useTranslations("people");
  return (
    <Table.Tr>
      {isSelected === undefined ? null : (
        <Table.Td>
          <input
            type="checkbox"
            className="check"
            aria-label={t("select", { name: displayName })}
            checked={isSelected}
            onChange={() => toggle(externalId)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <span className="person">
          <Face of="templates" id={photos.at(-1)?.id} name={displayName} />
          <Link href={personPath(externalId)} className="person-name breaks">
            {displayName}
          </Link>
        </span>
      </Table.Td>
      <Table.Td className="breaks">{externalId}</Table.Td>
      <Table.Td>
        <span className="badges">
          {state === "SUSPENDED" ? <Badge color="orange">{t("SUSPENDED")}</Badge> : null}
          {tags.map((tag) => (
            <Badge key={tag} variant="default" tt="none">
              {tag}
            </Badge>
          ))}
        </span>
      </Table.Td>
      <Table.Td ta="right" className="number">
        {photos.length}
      </Table.Td>
      <Table.Td>
        <Time at={createdAt} />
      </Table.Td>
    </Table.Tr>
  );
});

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
      <button
        type="button"
        className="sort"
        onClick={() => change({ orderBy: field, descending: isOrder && !filter.descending })}
      >
        {children} {isOrder ? (filter.descending ? "↓" : "↑") : ""}
      </button>
    </Table.Th>
  );
}

"use client";

import { Badge, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Table } from "../ui/table";
import { groupOf, type RowGroup, type RowState } from "./row-state";
import type { ImportRow } from "./rows";
import { useStateText } from "./state-text";

const MOST_SHOWN = 200;
const COLOURS: Readonly<Record<RowGroup, string>> = { errors: "red", ready: "blue", done: "green", other: "gray" };
const FILTERS = ["all", "errors", "ready", "done"] as const;

/** Of ten thousand rows some are shown: those that are asked for, the first of them. */
export function RowsTable({ rows, states }: { rows: readonly ImportRow[]; states: readonly RowState[] }) {
  const t = useTranslations("importPeople");
  const textOf = useStateText();
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>("all");
  const both = rows.flatMap((row, index) => {
    const state = states[index] ?? { kind: "waiting" as const };
    return filter === "all" || groupOf(state) === filter ? [{ row, state }] : [];
  });
  const count = (wanted: RowGroup) => states.filter((state) => groupOf(state) === wanted).length;
  return (
    <Stack>
      <SegmentedControl
        aria-label={t("show")}
        value={filter}
        onChange={setFilter}
        data={FILTERS.map((value) => ({
          value,
          label: t(`filters.${value}`, { count: value === "all" ? rows.length : count(value) }),
        }))}
      />
      <Table.ScrollContainer minWidth={560}>
        <Table aria-label={t("rows")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t("line")}</Table.Th>
              <Table.Th>{t("externalId")}</Table.Th>
              <Table.Th>{t("name")}</Table.Th>
              <Table.Th>{t("state")}</Table.Th>
              <Table.Th>{t("detail")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {both.slice(0, MOST_SHOWN).map(({ row, state }) => (
              <Table.Tr key={row.line}>
                <Table.Td ta="right" className="number">
                  {row.line}
                </Table.Td>
                <Table.Td className="breaks">{row.externalId}</Table.Td>
                <Table.Td className="breaks">{row.displayName ?? ""}</Table.Td>
                <Table.Td>
                  <Badge variant="light" color={COLOURS[groupOf(state)]} className="badge">
                    {t(`states.${state.kind}`)}
                  </Badge>
                </Table.Td>
                <Table.Td className="breaks">{textOf(state)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {both.length > MOST_SHOWN ? <Text size="sm">{t("andMore", { count: both.length - MOST_SHOWN })}</Text> : null}
    </Stack>
  );
}

"use client";

import { Badge, Button, Card, Group, Modal, Stack, Text, Textarea, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { call } from "../api/client";
import { expectResult } from "../api/problem";
import type { PolicyFieldsFragment } from "../generated/graphql";
import { useSite } from "../shell/viewer";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import { REVERT_POLICY } from "./documents";

/** Every version, by whom and why; none is ever changed. */
export function History({
  versions,
  newest,
  mayRevert,
}: {
  versions: readonly PolicyFieldsFragment[];
  newest: number;
  mayRevert: boolean;
}) {
  const t = useTranslations("policy");
  const [reverting, setReverting] = useState<PolicyFieldsFragment>();
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {t("history")}
        </Title>
        <Table.ScrollContainer minWidth={720}>
          <Table aria-label={t("history")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("version")}</Table.Th>
                <Table.Th>{t("when")}</Table.Th>
                <Table.Th>{t("author")}</Table.Th>
                <Table.Th>{t("why")}</Table.Th>
                <Table.Th>{t("cuts")}</Table.Th>
                {mayRevert ? <Table.Th>{t("actions")}</Table.Th> : null}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {versions.map((policy) => (
                <Table.Tr key={policy.id}>
                  <Table.Td className="number">
                    <Group gap="xs" wrap="nowrap">
                      {policy.version} {policy.isActive ? <Badge className="badge">{t("inForce")}</Badge> : null}
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    <Time at={policy.createdAt} />
                  </Table.Td>
                  <Table.Td className="breaks">{policy.author}</Table.Td>
                  <Table.Td className="breaks">
                    {policy.revertOf == null ? null : (
                      <Text size="sm">{t("revertOf", { version: policy.revertOf })}</Text>
                    )}
                    {policy.reason ?? policy.provenance}
                  </Table.Td>
                  <Table.Td className="number">
                    {[policy.acceptDistance, policy.reviewDistance, policy.identifyDistance]
                      .map((cut) => cut.toFixed(3))
                      .join(" / ")}
                  </Table.Td>
                  {mayRevert ? (
                    <Table.Td>
                      {policy.isActive ? null : (
                        <Button size="compact-sm" variant="default" onClick={() => setReverting(policy)}>
                          {t("revertTo", { version: policy.version })}
                        </Button>
                      )}
                    </Table.Td>
                  ) : null}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
      {reverting === undefined ? null : (
        <RevertModal version={reverting.version} newest={newest} onClose={() => setReverting(undefined)} />
      )}
    </Card>
  );
}

function RevertModal({ version, newest, onClose }: { version: number; newest: number; onClose: () => void }) {
  const t = useTranslations("policy");
  const { id: siteId } = useSite();
  const [reason, setReason] = useState("");
  const reverting = useWrite(
    async () =>
      expectResult(
        (await call(REVERT_POLICY, { input: { siteId, version, expectedVersion: newest, reason: reason.trim() } }))
          .revertSitePolicy,
        "SitePolicySet",
      ).policy,
    { changes: ["policies", "preview"], done: (policy) => t("saved", { version: policy.version }), after: onClose },
  );
  return (
    <Modal opened onClose={onClose} title={t("revertTo", { version })} closeButtonProps={{ "aria-label": t("cancel") }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          reverting.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm">{t("revertDetail", { version })}</Text>
          <Textarea
            label={t("reason")}
            required
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={reverting.isPending} disabled={reason.trim() === ""}>
              {t("revert")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

"use client";

import { Badge, Button, Card, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { keeps, type Site, useSite, useViewer } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { FormModal } from "../ui/form-modal";
import { useWrite } from "../ui/use-write";
import type { PersonDetail } from "./person-page";
import { addMembership, removeMembership } from "./writes";

type Membership = PersonDetail["memberships"][number];
type Dialog = { kind: "add" } | { kind: "remove"; membership: Membership };

const CHANGES = ["person", "people", "sites", "attempts"];

/** Which sites know the person; whoever looks after several lets another one know them, or one forget them. */
export function PersonSites({ person }: { person: PersonDetail }) {
  const t = useTranslations("person");
  const { sites } = useViewer();
  const here = useSite();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const { memberships } = person;
  const kept = sites.filter(keeps);
  const further = kept.filter(({ id }) => memberships.every(({ siteId }) => siteId !== id));
  return (
    <Card withBorder>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t("sites")}
          </Title>
          {further.length > 0 && keeps(here) ? (
            <Button size="xs" variant="default" onClick={() => setDialog({ kind: "add" })}>
              {t("addSite")}
            </Button>
          ) : null}
        </Group>
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
          {memberships.map((membership) => {
            const { siteId, externalId } = membership;
            const name = nameOf(sites, siteId);
            return (
              <Group component="li" key={siteId} justify="space-between" wrap="nowrap">
                <div className="breaks">
                  <Group gap="xs">
                    {name} {siteId === here.id ? <Badge variant="light">{t("thisSite")}</Badge> : null}
                  </Group>
                  <Text size="xs" c="dimmed">
                    {t("knownAs", { externalId })}
                  </Text>
                </div>
                {memberships.length > 1 && kept.some(({ id }) => id === siteId) ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={t("leaveSite", { site: name })}
                    onClick={() => setDialog({ kind: "remove", membership })}
                  >
                    {t("leave")}
                  </Button>
                ) : null}
              </Group>
            );
          })}
        </Stack>
      </Stack>
      {dialog?.kind === "add" ? <AddSiteModal person={person} further={further} onClose={close} /> : null}
      {dialog?.kind === "remove" ? <LeaveModal person={person} membership={dialog.membership} onClose={close} /> : null}
    </Card>
  );
}

const nameOf = (sites: readonly Site[], id: string) => sites.find((site) => site.id === id)?.name ?? id;

function AddSiteModal({
  person: { externalId, displayName },
  further,
  onClose,
}: {
  person: PersonDetail;
  further: readonly Site[];
  onClose: () => void;
}) {
  const t = useTranslations("person");
  const { id: siteId } = useSite();
  const [toSiteId, setToSiteId] = useState(further[0]?.id ?? "");
  const [toExternalId, setToExternalId] = useState(externalId);
  const adding = useWrite(addMembership, {
    ...{ changes: CHANGES, quiet: true, after: onClose },
    done: () => t("siteAdded", { site: nameOf(further, toSiteId) }),
  });
  return (
    <FormModal
      title={t("addSite")}
      action={t("addToSite")}
      canSubmit={toExternalId.trim() !== ""}
      write={adding}
      submit={() => adding.mutate({ siteId, externalId, toSiteId, toExternalId: toExternalId.trim() })}
      onClose={onClose}
    >
      <Text size="sm">{t("addSiteDetail", { name: displayName })}</Text>
      <NativeSelect
        label={t("site")}
        data={further.map(({ id: value, name: label }) => ({ value, label }))}
        value={toSiteId}
        onChange={(event) => setToSiteId(event.currentTarget.value)}
      />
      <TextInput
        label={t("externalIdThere")}
        required
        maxLength={128}
        value={toExternalId}
        onChange={(event) => setToExternalId(event.currentTarget.value)}
      />
    </FormModal>
  );
}

function LeaveModal({
  person: { displayName },
  membership: { siteId, externalId },
  onClose,
}: {
  person: PersonDetail;
  membership: Membership;
  onClose: () => void;
}) {
  const t = useTranslations("person");
  const router = useRouter();
  const { sites } = useViewer();
  const isHere = useSite().id === siteId;
  const site = nameOf(sites, siteId);
  const leaving = useWrite(removeMembership, {
    // The page of who is no longer known here has nothing to ask for.
    ...{ changes: isHere ? ["people", "sites", "attempts"] : CHANGES, quiet: true },
    done: () => t("siteLeft", { site }),
  });
  return (
    <ConfirmModal
      title={t("leaveTitle", { name: displayName, site })}
      action={t("leave")}
      run={() => leaving.mutateAsync({ siteId, externalId })}
      onClose={isHere ? () => router.push("/people") : onClose}
      onCancel={onClose}
    >
      {t("leaveDetail", { site })}
    </ConfirmModal>
  );
}

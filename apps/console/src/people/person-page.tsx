"use client";

import { Badge, Button, Menu, SimpleGrid, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import { PersonAttempts } from "../attempts/person-attempts";
import type { PersonQuery } from "../generated/graphql";
import { useSite, useViewer } from "../shell/viewer";
import { ConfirmModal } from "../ui/confirm";
import { Link } from "../ui/link";
import { Page } from "../ui/page";
import { Answer, EmptyState } from "../ui/states";
import { useWrite } from "../ui/use-write";
import { AddPhotosModal } from "./add-photos-modal";
import { PERSON } from "./documents";
import { MergeModal } from "./merge-modal";
import { PersonFacts } from "./person-facts";
import { PersonPhotos } from "./person-photos";
import { PersonSites } from "./person-sites";
import { RenameModal } from "./rename-modal";
import { deletePerson, updatePerson } from "./writes";

export type PersonDetail = NonNullable<PersonQuery["person"]>;

export function PersonPage({ externalId }: { externalId: string }) {
  const t = useTranslations("person");
  const { id: siteId } = useSite();
  const person = useApi("person", PERSON, { siteId, externalId });
  return (
    <Answer query={person}>
      {({ person: found }) =>
        found ? (
          <Known person={found} />
        ) : (
          <EmptyState title={t("unknown")}>
            <Button component={Link} href="/people" variant="default">
              {t("toPeople")}
            </Button>
          </EmptyState>
        )
      }
    </Answer>
  );
}

type Dialog = "rename" | "addPhotos" | "merge" | "delete";

function Known({ person }: { person: PersonDetail }) {
  const t = useTranslations("person");
  const router = useRouter();
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const { externalId, displayName, state } = person;
  const isSuspended = state === "SUSPENDED";
  const setState = useWrite(updatePerson, {
    changes: ["person", "people"],
    done: ({ state: now }) => (now === "SUSPENDED" ? t("suspended") : t("reactivated")),
  });
  return (
    <Page
      title={displayName}
      description={
        <>
          {externalId} {isSuspended ? <Badge color="orange">{t("isSuspended")}</Badge> : null}
        </>
      }
      actions={
        is("OWNER", "ADMIN") ? (
          <>
            <Button onClick={() => setDialog("addPhotos")}>{t("addPhotos")}</Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default">{t("more")}</Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog("rename")}>{t("rename")}</Menu.Item>
                <Menu.Item
                  onClick={() => setState.mutate({ siteId, externalId, state: isSuspended ? "ACTIVE" : "SUSPENDED" })}
                >
                  {isSuspended ? t("reactivate") : t("suspend")}
                </Menu.Item>
                <Menu.Item onClick={() => setDialog("merge")}>{t("merge")}</Menu.Item>
                <Menu.Divider />
                <Menu.Item color="red" onClick={() => setDialog("delete")}>
                  {t("delete")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        ) : undefined
      }
    >
      {isSuspended ? <Text fw={500}>{t("suspendedDetail")}</Text> : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <PersonPhotos person={person} />
        <Stack>
          <PersonFacts person={person} />
          <PersonSites person={person} />
        </Stack>
      </SimpleGrid>
      <PersonAttempts personId={person.id} />
      {dialog === "rename" ? <RenameModal person={person} onClose={close} /> : null}
      {dialog === "addPhotos" ? <AddPhotosModal person={person} onClose={close} /> : null}
      {dialog === "merge" ? <MergeModal person={person} onClose={close} /> : null}
      {dialog === "delete" ? (
        <ConfirmModal
          title={t("deleteTitle", { name: displayName })}
          action={t("delete")}
          name={displayName}
          run={() => deletePerson({ siteId, externalId })}
          onClose={() => router.push("/people")}
          onCancel={close}
        >
          {t("deleteDetail")}
        </ConfirmModal>
      ) : null}
    </Page>
  );
}

"use client";

import { Alert, Button, Group, Image, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useApi } from "../api/use-api";
import type { ChosenPhoto } from "../photos/use-photos";
import { useSite } from "../shell/viewer";
import { Face } from "../ui/face";
import { Link } from "../ui/link";
import { PERSON } from "./documents";
import { personPath } from "./people-table";

/** Both faces side by side: whether it is one person a person sees at once. */
export function DuplicateWarning({
  duplicate,
  photo,
  isPending,
  enrolAnyway,
}: {
  duplicate: { externalId: string; distance: number };
  photo: ChosenPhoto | undefined;
  isPending: boolean;
  enrolAnyway: () => void;
}) {
  const t = useTranslations("addPerson");
  const { id: siteId } = useSite();
  const known = useApi("person", PERSON, { siteId, externalId: duplicate.externalId }).data?.person;
  const name = known?.displayName ?? duplicate.externalId;
  return (
    <Alert color="orange" title={t("duplicateTitle", { name })} role="alert">
      <Stack gap="sm">
        <Text size="sm">{t("duplicateDetail", { distance: duplicate.distance.toFixed(3) })}</Text>
        <Group align="flex-start">
          <Stack gap={4} align="center">
            <Image src={photo?.url} alt={t("newFace")} w={112} h={112} radius="sm" fit="cover" />
            <Text size="xs">{t("newFace")}</Text>
          </Stack>
          <Stack gap={4} align="center">
            <Face of="templates" id={known?.photos.at(-1)?.id} name={name} size={112} />
            <Text size="xs">{name}</Text>
          </Stack>
        </Group>
        <Group>
          <Button component={Link} href={personPath(duplicate.externalId)} variant="default">
            {t("samePerson")}
          </Button>
          <Button variant="light" color="orange" loading={isPending} onClick={enrolAnyway}>
            {t("twoPeople")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

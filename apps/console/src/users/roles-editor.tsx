"use client";

import { Button, Fieldset, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { UserRole } from "../generated/graphql";
import { useViewer } from "../shell/viewer";

export interface RoleChoice {
  readonly role: UserRole;
  /** Empty: in all sites. */
  readonly siteId: string;
}

export const ROLES = ["OWNER", "ADMIN", "REVIEWER", "AUDITOR"] as const satisfies readonly UserRole[];

/** One role a site, and one for all of them. */
export function RolesEditor({
  roles,
  onChange,
}: {
  roles: readonly RoleChoice[];
  onChange: (roles: RoleChoice[]) => void;
}) {
  const t = useTranslations("users");
  const { sites } = useViewer();
  const change = (index: number, changed: Partial<RoleChoice>) =>
    onChange(
      roles.map((choice, i) => {
        if (i !== index) return choice;
        const next = { ...choice, ...changed };
        // Owners are always owners of everything.
        return next.role === "OWNER" ? { ...next, siteId: "" } : next;
      }),
    );
  return (
    <Fieldset legend={t("roles")}>
      <Stack gap="xs">
        {roles.map(({ role, siteId }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no names, and are not moved
          <Group key={index} align="flex-end" wrap="nowrap">
            <NativeSelect
              label={t("role")}
              value={role}
              onChange={(event) => change(index, { role: event.currentTarget.value as UserRole })}
              data={ROLES.map((value) => ({ value, label: t(`roleNames.${value}`) }))}
            />
            <NativeSelect
              label={t("where")}
              value={siteId}
              disabled={role === "OWNER"}
              onChange={(event) => change(index, { siteId: event.currentTarget.value })}
              data={[{ value: "", label: t("allSites") }, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
              flex={1}
            />
            {roles.length > 1 ? (
              <Button
                variant="subtle"
                color="red"
                aria-label={t("removeRole", { role: t(`roleNames.${role}`) })}
                onClick={() => onChange(roles.filter((_, i) => i !== index))}
              >
                ✕
              </Button>
            ) : null}
          </Group>
        ))}
        {roles
          .map(({ role }) => role)
          .map((role, index) =>
            roles.findIndex((choice) => choice.role === role) === index ? (
              <Text key={role} size="xs" c="dimmed">
                {t(`roleDetails.${role}`)}
              </Text>
            ) : null,
          )}
        <Button
          variant="default"
          size="xs"
          style={{ alignSelf: "flex-start" }}
          onClick={() => onChange([...roles, { role: "REVIEWER", siteId: sites[0]?.id ?? "" }])}
        >
          {t("addRole")}
        </Button>
      </Stack>
    </Fieldset>
  );
}

export const toRoleInputs = (roles: readonly RoleChoice[]) =>
  roles.map(({ role, siteId }) => ({ role, siteId: siteId || null }));

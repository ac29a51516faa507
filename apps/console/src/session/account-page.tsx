"use client";

import {
  Alert,
  Button,
  Card,
  Code,
  Group,
  List,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { useViewer } from "../shell/viewer";
import { Page } from "../ui/page";
import { Answer } from "../ui/states";
import { Table } from "../ui/table";
import { Time } from "../ui/time";
import { useWrite } from "../ui/use-write";
import {
  beginSecondFactor,
  changePassword,
  endSecondFactor,
  openSessions,
  signOutElsewhere,
  signOutEverywhere,
  verifyCode,
} from "./auth";

export function AccountPage() {
  const t = useTranslations("account");
  const { user } = useViewer();
  return (
    <Page title={t("title")} description={user.email}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <SecondFactor />
        <Password />
      </SimpleGrid>
      <Sessions />
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder>
      <Stack>
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}

/** A form that asks for the password before it does anything. */
function PasswordForm({
  action,
  danger = false,
  run,
  isPending,
  error,
}: {
  action: string;
  danger?: boolean;
  run: (password: string) => void;
  isPending: boolean;
  error: unknown;
}) {
  const t = useTranslations("account");
  const textOf = useErrorText();
  const [password, setPassword] = useState("");
  return (
    <form
      method="post"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        run(password);
      }}
    >
      <Stack align="flex-start">
        <PasswordInput
          w="100%"
          label={t("yourPassword")}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
        />
        {error ? (
          <Alert color="red" role="alert" w="100%">
            {textOf(error)}
          </Alert>
        ) : null}
        <Button type="submit" loading={isPending} {...(danger ? { color: "red", variant: "light" } : {})}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}

function SecondFactor() {
  const t = useTranslations("account");
  const { user } = useViewer();
  const beginning = useWrite(beginSecondFactor, { changes: [], quiet: true });
  const ending = useWrite(endSecondFactor, { changes: ["viewer"], quiet: true, done: () => t("secondFactorOff") });
  const { data: begun } = beginning;
  if (begun !== undefined && !user.twoFactorEnabled) {
    return (
      <Section title={t("secondFactor")}>
        <ConfirmSecondFactor uri={begun.totpURI} backupCodes={begun.backupCodes} />
      </Section>
    );
  }
  return (
    <Section title={t("secondFactor")}>
      <Text size="sm">{user.twoFactorEnabled ? t("secondFactorIsOn") : t("secondFactorDetail")}</Text>
      {user.twoFactorEnabled ? (
        <PasswordForm
          action={t("turnOff")}
          danger
          run={ending.mutate}
          isPending={ending.isPending}
          error={ending.error}
        />
      ) : (
        <PasswordForm
          action={t("turnOn")}
          run={beginning.mutate}
          isPending={beginning.isPending}
          error={beginning.error}
        />
      )}
    </Section>
  );
}

function ConfirmSecondFactor({ uri, backupCodes }: { uri: string; backupCodes: readonly string[] }) {
  const t = useTranslations("account");
  const textOf = useErrorText();
  const [code, setCode] = useState("");
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const confirming = useWrite((given: string) => verifyCode(given), {
    ...{ changes: ["viewer"], quiet: true, done: () => t("secondFactorOn") },
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        confirming.mutate(code.replaceAll(" ", ""));
      }}
    >
      <Stack>
        <Text size="sm">{t("scan")}</Text>
        <Group align="flex-start">
          <div className="qr">
            <QRCodeSVG value={uri} size={176} marginSize={2} title={t("qr")} />
          </div>
          <Stack gap={4}>
            <Text size="sm">{t("orType")}</Text>
            <Code className="breaks" data-testid="totp-secret">
              {secret}
            </Code>
          </Stack>
        </Group>
        <Text size="sm">{t("backupCodes")}</Text>
        <List size="sm" className="number">
          {backupCodes.map((backupCode) => (
            <List.Item key={backupCode}>
              <Code>{backupCode}</Code>
            </List.Item>
          ))}
        </List>
        <TextInput
          label={t("code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {confirming.error ? (
          <Alert color="red" role="alert">
            {textOf(confirming.error)}
          </Alert>
        ) : null}
        <Button type="submit" loading={confirming.isPending} style={{ alignSelf: "flex-start" }}>
          {t("confirm")}
        </Button>
      </Stack>
    </form>
  );
}

function Password() {
  const t = useTranslations("account");
  const textOf = useErrorText();
  const [current, setCurrent] = useState("");
  const [wanted, setWanted] = useState("");
  const changing = useWrite(() => changePassword(current, wanted), {
    changes: ["sessions"],
    quiet: true,
    done: () => t("passwordChanged"),
    after: () => {
      setCurrent("");
      setWanted("");
    },
  });
  return (
    <Section title={t("password")}>
      <form
        method="post"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          changing.mutate(undefined);
        }}
      >
        <Stack align="flex-start">
          <PasswordInput
            w="100%"
            label={t("currentPassword")}
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          />
          <PasswordInput
            w="100%"
            label={t("newPassword")}
            description={t("passwordRule")}
            autoComplete="new-password"
            required
            minLength={12}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          />
          {changing.error ? (
            <Alert color="red" role="alert" w="100%">
              {textOf(changing.error)}
            </Alert>
          ) : null}
          <Button type="submit" loading={changing.isPending}>
            {t("changePassword")}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

function Sessions() {
  const t = useTranslations("account");
  const sessions = useQuery({ queryKey: ["sessions"], queryFn: openSessions });
  const elsewhere = useWrite(signOutElsewhere, { changes: ["sessions"], done: () => t("signedOutElsewhere") });
  return (
    <Section title={t("sessions")}>
      <Answer query={sessions}>
        {(open) => (
          <Table.ScrollContainer minWidth={480}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("browser")}</Table.Th>
                  <Table.Th>{t("since")}</Table.Th>
                  <Table.Th>{t("lastSeen")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {open.map(({ id, createdAt, updatedAt, userAgent }) => (
                  <Table.Tr key={id}>
                    <Table.Td className="breaks">{browserOf(userAgent)}</Table.Td>
                    <Table.Td>
                      <Time at={createdAt} />
                    </Table.Td>
                    <Table.Td>
                      <Time at={updatedAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Answer>
      <Group>
        <Button variant="default" loading={elsewhere.isPending} onClick={() => elsewhere.mutate(undefined)}>
          {t("signOutElsewhere")}
        </Button>
        <Button variant="light" color="red" onClick={() => void signOutEverywhere()}>
          {t("signOutEverywhere")}
        </Button>
      </Group>
    </Section>
  );
}

/** The name in the browser's word of itself; all of it would tell nobody anything. */
function browserOf(userAgent: string | null | undefined): string {
  const named = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(userAgent ?? "");
  const system = /\((?:X11; )?([^;)]+)/.exec(userAgent ?? "")?.[1];
  return named === null ? (userAgent ?? "–") : `${named[1]} ${named[2]}${system === undefined ? "" : `, ${system}`}`;
}

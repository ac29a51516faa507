"use client";

import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { nextPath } from "../shell/sign-in-again";
import { signIn, signInAtProvider, verifyBackupCode, verifyCode } from "./auth";
import { Outside } from "./outside";

const next = () => nextPath(new URLSearchParams(window.location.search));
/** Loaded anew, so that nothing of who was here before is left in memory. */
const goOn = () => window.location.assign(next());

export function SignInForm({ hasProvider, refused }: { hasProvider: boolean; refused: boolean }) {
  const t = useTranslations("signIn");
  const textOf = useErrorText();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [asksForCode, setAsksForCode] = useState(false);
  const signing = useMutation({
    mutationFn: () => signIn(email, password),
    onSuccess: (outcome) => (outcome === "signedIn" ? goOn() : setAsksForCode(true)),
  });
  const atProvider = useMutation({ mutationFn: () => signInAtProvider(next()) });
  if (asksForCode) return <CodeForm />;
  const error = signing.error ?? atProvider.error;
  return (
    <Outside title={t("title")}>
      <form
        method="post"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          signing.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          />
          {error ? (
            <Alert color="red" role="alert">
              {textOf(error)}
            </Alert>
          ) : refused ? (
            <Alert color="red" role="alert">
              {t("providerRefused")}
            </Alert>
          ) : null}
          <Button type="submit" loading={signing.isPending}>
            {t("signIn")}
          </Button>
        </Stack>
      </form>
      {hasProvider ? (
        <>
          <Divider label={t("or")} />
          <Button variant="default" loading={atProvider.isPending} onClick={() => atProvider.mutate()}>
            {t("singleSignOn")}
          </Button>
        </>
      ) : null}
      <Text size="sm" c="dimmed">
        {t("lost")}
      </Text>
    </Outside>
  );
}

function CodeForm() {
  const t = useTranslations("signIn");
  const textOf = useErrorText();
  const [code, setCode] = useState("");
  const [isBackup, setIsBackup] = useState(false);
  const verifying = useMutation({
    mutationFn: () => (isBackup ? verifyBackupCode(code.trim()) : verifyCode(code.replaceAll(" ", ""))),
    onSuccess: goOn,
  });
  return (
    <Outside title={t("codeTitle")}>
      <form
        method="post"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          verifying.mutate();
        }}
      >
        <Stack>
          <TextInput
            key={String(isBackup)}
            label={isBackup ? t("backupCode") : t("code")}
            description={isBackup ? undefined : t("codeDetail")}
            inputMode={isBackup ? "text" : "numeric"}
            autoComplete="one-time-code"
            autoFocus
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          {verifying.error ? (
            <Alert color="red" role="alert">
              {textOf(verifying.error)}
            </Alert>
          ) : null}
          <Button type="submit" loading={verifying.isPending}>
            {t("signIn")}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setIsBackup(!isBackup)}>
            {isBackup ? t("useCode") : t("useBackupCode")}
          </Anchor>
        </Stack>
      </form>
    </Outside>
  );
}

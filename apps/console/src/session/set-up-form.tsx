"use client";

import { Alert, Anchor, Button, Loader, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useErrorText } from "../api/use-error-text";
import { lookAtLink, redeemLink, type SetUpUser, signIn } from "./auth";
import { Outside } from "./outside";

/** The token stands behind # and is taken out of the address at once: it is in no history and on no screen. */
function useToken(): string | undefined {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    const { hash, pathname } = window.location;
    if (hash.length > 1) window.history.replaceState(null, "", pathname);
    setToken((known) => known || hash.slice(1));
  }, []);
  return token;
}

export function SetUpForm() {
  const t = useTranslations("setUp");
  const textOf = useErrorText();
  const token = useToken();
  const link = useQuery({
    queryKey: ["link", token],
    queryFn: () => lookAtLink(token ?? ""),
    enabled: token !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (link.data !== undefined && token !== undefined) return <ChoosePassword token={token} user={link.data.user} />;
  return (
    <Outside title={t("title")}>
      {link.error ? (
        <Alert color="red" role="alert">
          {textOf(link.error)}
        </Alert>
      ) : (
        <Loader />
      )}
      <Anchor href="/sign-in" size="sm">
        {t("toSignIn")}
      </Anchor>
    </Outside>
  );
}

function ChoosePassword({ token, user }: { token: string; user: SetUpUser | null }) {
  const t = useTranslations("setUp");
  const textOf = useErrorText();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const setting = useMutation({
    mutationFn: async () => {
      const done = await redeemLink(token, password, user === null ? { name: name.trim(), email } : null);
      return signIn(done.email, password);
    },
    // A user with a second factor is asked for it on the sign-in page.
    onSuccess: (outcome) => window.location.assign(outcome === "signedIn" ? "/" : "/sign-in"),
  });
  return (
    <Outside title={user === null ? t("ownerTitle") : t("userTitle", { name: user.name })}>
      <Text size="sm">{user === null ? t("ownerDetail") : t("userDetail", { email: user.email })}</Text>
      <form
        method="post"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          setting.mutate();
        }}
      >
        <Stack>
          {user === null ? (
            <>
              <TextInput
                label={t("name")}
                autoComplete="name"
                required
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                label={t("email")}
                type="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
            </>
          ) : (
            <input type="hidden" autoComplete="username" value={user.email} readOnly />
          )}
          <PasswordInput
            label={t("password")}
            description={t("passwordRule")}
            autoComplete="new-password"
            required
            minLength={12}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
          />
          {setting.error ? (
            <Alert color="red" role="alert">
              {textOf(setting.error)}
            </Alert>
          ) : null}
          <Button type="submit" loading={setting.isPending}>
            {user === null ? t("becomeOwner") : t("choose")}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}

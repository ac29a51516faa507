"use client";

import { Alert, Button, Card, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { openSession } from "./session-client";

export function SignIn({ expired }: { expired: boolean }) {
  const router = useRouter();
  const [apiKey, setApiKey] = useState("");
  const [problem, setProblem] = useState(expired ? "Your key is no longer valid. Paste another one." : "");
  const [checking, setChecking] = useState(false);
  const [opening, startOpening] = useTransition();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setChecking(true);
    setProblem("");
    const refusal = await openSession(apiKey);
    setChecking(false);
    if (refusal !== undefined) return setProblem(refusal);
    setApiKey("");
    startOpening(() => router.refresh());
  }

  return (
    <Card withBorder padding="lg" maw={480} w="100%" mx="auto" mt="xl">
      {/* post: without scripts the key must not end in the address bar. */}
      <form onSubmit={submit} method="post">
        <Stack>
          <Title order={2} size="h4">
            Sign in
          </Title>
          <Text size="sm">
            Paste an API key. The first start printed one in the terminal; the key stays in a cookie that page scripts
            cannot read, for 12 hours.
          </Text>
          <PasswordInput
            label="API key"
            value={apiKey}
            onChange={(event) => setApiKey(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            required
            data-autofocus
          />
          {problem === "" ? null : (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Button type="submit" loading={checking || opening}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

import { Alert, Container, Group, Stack, Text, Title } from "@mantine/core";
import { cookies } from "next/headers";
import { checkKey } from "../server/api";
import { SESSION_COOKIE } from "../server/session";
import { SignIn } from "../session/sign-in";
import { SignOut } from "../session/sign-out";
import { Workbench } from "../workbench/workbench";

export default async function Page() {
  const key = (await cookies()).get(SESSION_COOKIE)?.value;
  const check = key === undefined ? undefined : await checkKey(key);
  return (
    <Container size="lg" py="lg" component="main">
      <Stack gap="lg">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={1} size="h2">
              facenet
            </Title>
            <Text c="dimmed" size="sm">
              {check?.kind === "good" ? check.siteName : "Face verification and identification"}
            </Text>
          </div>
          {key === undefined ? null : <SignOut />}
        </Group>
        {check?.kind === "unreachable" ? (
          <Alert color="orange" title="The API does not answer" role="alert">
            It may still be starting. Load this page again in a moment.
          </Alert>
        ) : null}
        {check?.kind === "good" ? <Workbench /> : null}
        {check === undefined || check.kind === "refused" ? <SignIn expired={check?.kind === "refused"} /> : null}
      </Stack>
    </Container>
  );
}

"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { closeSession } from "./session-client";

export function SignOut() {
  const router = useRouter();
  return (
    <Button
      variant="default"
      size="xs"
      onClick={async () => {
        await closeSession();
        router.refresh();
      }}
    >
      Log out
    </Button>
  );
}

"use client";

import { Avatar } from "@mantine/core";
import { useSite, useViewer } from "../shell/viewer";

/** The aligned face of a photo or an attempt where one is kept, else the person's initials. */
export function Face({
  of,
  id,
  name,
  size = 40,
}: {
  of: "templates" | "attempts";
  id: string | undefined;
  name: string;
  size?: number;
}) {
  const { id: siteId } = useSite();
  const { is } = useViewer();
  const mayLook = id !== undefined && is("OWNER", "ADMIN", "REVIEWER");
  return (
    <Avatar
      src={mayLook ? `/v1/faces/${of}/${id}?siteId=${siteId}` : null}
      alt={name}
      name={name}
      size={size}
      radius="sm"
      imageProps={{ loading: "lazy" }}
    />
  );
}

"use client";

import { useState } from "react";
import { useSite, useViewer } from "../shell/viewer";

/** The aligned face of a photo or an attempt where one is kept and may be seen, else the person's initials. */
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
  const [isMissing, setIsMissing] = useState(false);
  const mayLook = id !== undefined && !isMissing && is("OWNER", "ADMIN", "REVIEWER");
  const box = { width: size, height: size, fontSize: size / 2.5 };
  if (!mayLook) {
    return (
      <span className="face" style={box} role="img" aria-label={name}>
        {initialsOf(name)}
      </span>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: small as it is, and for who is signed in alone
    <img
      className="face"
      style={box}
      src={`/v1/faces/${of}/${id}?siteId=${siteId}`}
      alt={name}
      loading="lazy"
      onError={() => setIsMissing(true)}
    />
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "").join("");
}

"use client";

import NextLink from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

/**
 * A link whose page is loaded ahead once somebody points at it. Next does so for every link in sight, which for a table of
 * people is a request a row, in the way of the table's own.
 */
export function Link({ href, ...props }: Omit<ComponentProps<typeof NextLink>, "href"> & { href: string }) {
  const router = useRouter();
  const loadAhead = () => router.prefetch(href);
  return <NextLink {...props} href={href} prefetch={false} onPointerEnter={loadAhead} onFocus={loadAhead} />;
}

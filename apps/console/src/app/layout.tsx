import "@mantine/core/styles.css";
import "@mantine/dropzone/styles.css";
import "@mantine/notifications/styles.css";
import "./console.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { messagesOf } from "../messages";
import { LOCALE_COOKIE, localeOf } from "../shell/locale";
import { Providers } from "../shell/providers";

export const metadata: Metadata = {
  title: { default: "facenet", template: "%s · facenet" },
  description: "Face verification and recognition whose decisions come with error rates.",
  icons: { icon: "data:," },
};

export default async function Layout({ children }: { children: ReactNode }) {
  const asked = await headers();
  const locale = localeOf((await cookies()).get(LOCALE_COOKIE)?.value, asked.get("accept-language"));
  return (
    <html lang={locale} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={asked.get("x-nonce") ?? undefined} />
      </head>
      <body>
        <Providers locale={locale} messages={messagesOf(locale)}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

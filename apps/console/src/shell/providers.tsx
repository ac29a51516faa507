"use client";

import { type CSSVariablesResolver, createTheme, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { CallFailedError } from "../api/client";
import type { Messages } from "../messages";
import type { Locale } from "./locale";
import { signInAgain } from "./sign-in-again";

const themeOf = ({ states }: Messages) =>
  createTheme({
    primaryColor: "indigo",
    primaryShade: { light: 7, dark: 8 },
    defaultRadius: "md",
    cursorType: "pointer",
    // Text on a filled button is read against the button, in both schemes.
    autoContrast: true,
    luminanceThreshold: 0.35,
    components: { Notification: { defaultProps: { closeButtonProps: { "aria-label": states.close } } } },
  });

/** Mantine's own are too pale for text that is to be read (WCAG 2.2, 1.4.3: 4.5 to 1). */
const readableColours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5c636a",
    "--mantine-color-placeholder": "#6a7178",
    "--mantine-color-error": colors.red?.[9] ?? "#c92a2a",
    "--mantine-color-anchor": colors.indigo?.[8] ?? "#3b5bdb",
    "--mantine-color-orange-light-color": "#9c3600",
    "--mantine-color-green-light-color": "#1b6b2e",
    "--mantine-color-red-light-color": "#b02525",
    "--mantine-color-blue-light-color": colors.blue?.[9] ?? "#1864ab",
    "--mantine-color-gray-light-color": "#495057",
    "--mantine-color-indigo-light-color": "#2f44ad",
    "--mantine-color-red-filled": "#c92a2a",
    "--mantine-color-red-filled-hover": "#b02525",
  },
  dark: {
    "--mantine-color-dimmed": "#a9acb1",
    "--mantine-color-placeholder": "#9a9da3",
    "--mantine-color-error": colors.red?.[4] ?? "#ff8787",
    "--mantine-color-anchor": colors.indigo?.[3] ?? "#91a7ff",
    "--mantine-color-red-filled": "#c92a2a",
    "--mantine-color-red-filled-hover": "#b02525",
  },
});

/** Asking again helps while something is away, and not when the answer is no. */
const worthAnotherTry = (count: number, error: unknown) =>
  count < 2 && error instanceof CallFailedError && ["UNREACHABLE", "DATABASE_UNAVAILABLE", "BUSY"].includes(error.code);

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof CallFailedError && error.code === "UNAUTHENTICATED") signInAgain();
      },
    }),
    defaultOptions: { queries: { staleTime: 10_000, retry: worthAnotherTry, refetchOnWindowFocus: false } },
  });
}

export function Providers({ locale, messages, children }: { locale: Locale; messages: Messages; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [theme] = useState(() => themeOf(messages));
  const [timeZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      <MantineProvider theme={theme} cssVariablesResolver={readableColours} defaultColorScheme="auto">
        <Notifications position="top-right" />
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </MantineProvider>
    </IntlProvider>
  );
}

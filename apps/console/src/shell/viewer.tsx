"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { useAllPages } from "../api/use-pages";
import type { UserRole, ViewerQuery } from "../generated/graphql";
import { ErrorState } from "../ui/states";
import { VIEWER } from "./documents";

export interface Site {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly UserRole[];
}

export interface Viewer {
  readonly user: NonNullable<ViewerQuery["viewer"]["user"]>;
  readonly everywhere: readonly UserRole[];
  readonly sites: readonly Site[];
  /** Where the pages are. */
  readonly site: Site | undefined;
  chooseSite(id: string): void;
  /** Whether the user is one of these where the pages are. */
  is(...roles: UserRole[]): boolean;
  /** The same of all sites together. */
  isEverywhere(...roles: UserRole[]): boolean;
}

/** Whether the user looks after the site: its people, keys and settings. */
export function keeps({ roles }: Site): boolean {
  return roles.includes("OWNER") || roles.includes("ADMIN");
}

const ViewerContext = createContext<Viewer | undefined>(undefined);
const CHOSEN_SITE = "facenet-site";

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (viewer === undefined) throw new Error("There is no viewer outside the console's pages.");
  return viewer;
}

/** The site of the pages; only within pages that need one. */
export function useSite(): Site {
  const { site } = useViewer();
  if (site === undefined) throw new Error("The page needs a site.");
  return site;
}

/** @param props.waiting in sight until it is known who is there */
export function ViewerProvider({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const { data, error, refetch } = useAllPages("viewer", VIEWER, {}, ({ sites }) => sites, { staleTime: 60_000 });
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(() => rememberedSite());
  const chooseSite = useCallback(
    (id: string) => {
      window.localStorage.setItem(CHOSEN_SITE, id);
      setChosen(id);
      void queryClient.cancelQueries();
    },
    [queryClient],
  );
  const viewer = useMemo(
    () => (data === undefined ? undefined : toViewer(data.first.viewer, data.nodes, chosen, chooseSite)),
    [data, chosen, chooseSite],
  );
  if (viewer !== undefined) return <ViewerContext value={viewer}>{children}</ViewerContext>;
  // Without a session the way leads to the sign-in page.
  if (error !== null && error.code !== "UNAUTHENTICATED")
    return <ErrorState error={error} retry={() => void refetch()} />;
  return waiting;
}

function rememberedSite(): string | null {
  return typeof window === "undefined" ? null : window.localStorage.getItem(CHOSEN_SITE);
}

function toViewer(
  { user, everywhere, sites: access }: ViewerQuery["viewer"],
  nodes: readonly { readonly id: string; readonly name: string }[],
  chosen: string | null,
  chooseSite: (id: string) => void,
): Viewer | undefined {
  if (!user) return undefined;
  const rolesOf = new Map(access.map(({ siteId, roles }) => [siteId, roles]));
  const sites = nodes.map(({ id, name }) => ({ id, name, roles: rolesOf.get(id) ?? [] }));
  const site = sites.find(({ id }) => id === chosen) ?? sites[0];
  return {
    ...{ user, everywhere, sites, site, chooseSite },
    is: (...roles) => roles.some((role) => site?.roles.includes(role)),
    isEverywhere: (...roles) => roles.some((role) => everywhere.includes(role)),
  };
}

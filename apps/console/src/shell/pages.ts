import type { UserRole } from "../generated/graphql";
import { useViewer } from "./viewer";

interface PageEntry {
  readonly href: string;
  readonly name:
    | "dashboard"
    | "people"
    | "import"
    | "tryIt"
    | "attempts"
    | "review"
    | "policy"
    | "keys"
    | "sites"
    | "users"
    | "health";
  /** Who may use it where they are; everybody when left out. */
  readonly roles?: readonly UserRole[];
  /** The role must hold in all sites. */
  readonly everywhere?: true;
}

const PAGES: readonly PageEntry[] = [
  { href: "/", name: "dashboard" },
  { href: "/people", name: "people" },
  { href: "/import", name: "import", roles: ["OWNER", "ADMIN"] },
  { href: "/try", name: "tryIt", roles: ["OWNER", "ADMIN", "REVIEWER"] },
  { href: "/attempts", name: "attempts" },
  { href: "/review", name: "review", roles: ["OWNER", "ADMIN", "REVIEWER"] },
  { href: "/policy", name: "policy" },
  { href: "/keys", name: "keys", roles: ["OWNER", "ADMIN", "AUDITOR"] },
  { href: "/sites", name: "sites" },
  { href: "/users", name: "users", roles: ["OWNER", "AUDITOR"], everywhere: true },
  { href: "/health", name: "health", roles: ["OWNER", "ADMIN", "AUDITOR"], everywhere: true },
];

/** What the user can do something with: the API decides again. */
export function useVisiblePages(): readonly PageEntry[] {
  const { is, isEverywhere } = useViewer();
  return PAGES.filter(({ roles, everywhere }) => roles === undefined || (everywhere ? isEverywhere : is)(...roles));
}

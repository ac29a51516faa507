import type { Query } from "@tanstack/react-query";

/**
 * While something else is asked for, what was shown stays; but not what is of another site.
 * @param variables of what is asked for now
 */
export function keepShown(variables: unknown) {
  return <Data>(shown: Data | undefined, query: Pick<Query, "queryKey"> | undefined): Data | undefined =>
    siteOf(query?.queryKey[1]) === siteOf(variables) ? shown : undefined;
}

function siteOf(variables: unknown): unknown {
  return typeof variables === "object" && variables !== null && "siteId" in variables ? variables.siteId : undefined;
}

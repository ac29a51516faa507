import { graphql } from "../generated";

export const VIEWER = graphql(`
  query Viewer($after: String) {
    viewer {
      user {
        id
        name
        email
        twoFactorEnabled
      }
      everywhere
      sites {
        siteId
        roles
      }
    }
    sites(first: 100, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

import { graphql } from "../generated";

export const VIEWER = graphql(`
  query Viewer {
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
    sites(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);

import { graphql } from "../generated";

export const SITES = graphql(`
  query Sites {
    sites(first: 100) {
      nodes {
        id
        name
        createdAt
        counts {
          people
          templates
        }
        model {
          modelId
          version
          peopleWithoutTemplate
        }
      }
    }
  }
`);

export const CREATE_SITE = graphql(`
  mutation CreateSite($input: CreateSiteInput!) {
    createSite(input: $input) {
      __typename
      ... on SiteSaved {
        site {
          id
          name
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const RENAME_SITE = graphql(`
  mutation RenameSite($input: RenameSiteInput!) {
    renameSite(input: $input) {
      __typename
      ... on SiteSaved {
        site {
          id
          name
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

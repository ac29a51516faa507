import { graphql } from "../generated";

export const SITES = graphql(`
  query Sites($after: String) {
    sites(first: 100, after: $after) {
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
      pageInfo {
        hasNextPage
        endCursor
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

import { graphql } from "../generated";

graphql(`
  fragment Rates on ErrorRates {
    fmr
    fnmr
    low
    high
    beyond
  }
`);

graphql(`
  fragment PolicyFields on SitePolicy {
    id
    version
    isActive
    modelId
    acceptDistance
    reviewDistance
    identifyDistance
    ambiguityMargin
    minQuality
    keepTemplateFaces
    keepProbeFaces
    acceptRates {
      ...Rates
    }
    reviewRates {
      ...Rates
    }
    identifyRates {
      ...Rates
    }
    provenance
    author
    reason
    revertOf
    createdAt
  }
`);

export const SITE_POLICIES = graphql(`
  query SitePolicies($siteId: ID!, $after: String) {
    sitePolicies(siteId: $siteId, first: 20, after: $after) {
      nodes {
        ...PolicyFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const NEWEST_MEMBERS = graphql(`
  query NewestMembers($siteId: ID!) {
    people(siteId: $siteId, first: 8, orderBy: CREATED_AT, descending: true) {
      nodes {
        id
        externalId
        displayName
        photos {
          id
        }
      }
    }
  }
`);

export const SITE_FACTS = graphql(`
  query SiteFacts($after: String) {
    sites(first: 100, after: $after) {
      nodes {
        id
        counts {
          people
          templates
        }
        model {
          modelId
          peopleWithoutTemplate
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    models {
      id
      name
      referenceCurve {
        benchmark
        points {
          fmr
          distance
          fnmr
        }
      }
    }
  }
`);

export const PREVIEW_POLICY = graphql(`
  query PreviewSitePolicy($input: PreviewSitePolicyInput!) {
    previewSitePolicy(input: $input) {
      __typename
      ... on PolicyPreview {
        attempts
        changed
        changes {
          from
          to
          count
        }
        acceptRates {
          ...Rates
        }
        reviewRates {
          ...Rates
        }
        identifyRates {
          ...Rates
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const SET_POLICY = graphql(`
  mutation SetSitePolicy($input: SetSitePolicyInput!) {
    setSitePolicy(input: $input) {
      __typename
      ... on SitePolicySet {
        policy {
          version
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const REVERT_POLICY = graphql(`
  mutation RevertSitePolicy($input: RevertSitePolicyInput!) {
    revertSitePolicy(input: $input) {
      __typename
      ... on SitePolicySet {
        policy {
          version
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

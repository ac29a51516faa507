import { graphql } from "../generated";

graphql(`
  fragment KeyFields on ApiKey {
    id
    siteIds
    name
    hint
    scopes
    author
    createdAt
    expiresAt
    revokedAt
    lastUsedAt
  }
`);

export const API_KEYS = graphql(`
  query ApiKeys($siteId: ID!) {
    apiKeys(siteId: $siteId) {
      ...KeyFields
    }
  }
`);

export const CREATE_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on ApiKeyCreated {
        secret
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const ROTATE_KEY = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on ApiKeyRotated {
        secret
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const REVOKE_KEY = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

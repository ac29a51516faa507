import { graphql } from "../generated";

graphql(`
  fragment AttemptRow on Attempt {
    id
    kind
    decision
    problemCode
    claimedExternalId
    distance
    threshold
    caller
    verdict
    hasProbeFace
    createdAt
    candidates {
      distance
      photoId
      person {
        externalId
        displayName
      }
    }
  }
`);

export const ATTEMPTS = graphql(`
  query Attempts(
    $siteId: ID!
    $after: String
    $kind: AttemptKind
    $decision: AttemptOutcome
    $claimedExternalId: String
    $personId: ID
    $review: ReviewState
    $from: DateTimeISO
    $to: DateTimeISO
  ) {
    attempts(
      siteId: $siteId
      first: 50
      after: $after
      kind: $kind
      decision: $decision
      claimedExternalId: $claimedExternalId
      personId: $personId
      review: $review
      from: $from
      to: $to
    ) {
      nodes {
        ...AttemptRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ATTEMPT = graphql(`
  query Attempt($siteId: ID!, $id: ID!) {
    attempt(siteId: $siteId, id: $id) {
      ...AttemptRow
      modelId
      requestId
      policyVersion
      quality {
        score
        sizePx
        reasons
      }
      timings {
        stage
        ms
      }
      reviews {
        id
        verdict
        reviewer
        createdAt
      }
    }
  }
`);

export const ATTEMPT_RECORDED = graphql(`
  subscription AttemptRecorded($siteId: ID!) {
    attemptRecorded(siteId: $siteId) {
      id
    }
  }
`);

export const REVIEW_ATTEMPT = graphql(`
  mutation ReviewAttempt($input: ReviewAttemptInput!) {
    reviewAttempt(input: $input) {
      __typename
      ... on AttemptReviewed {
        attempt {
          id
          verdict
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

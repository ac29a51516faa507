import { graphql } from "../generated";

graphql(`
  fragment PersonRow on Person {
    id
    externalId
    displayName
    state
    tags
    createdAt
    consent {
      expiresAt
    }
    photos {
      id
    }
  }
`);

export const PEOPLE = graphql(`
  query People(
    $siteId: ID!
    $after: String
    $search: String
    $state: PersonState
    $tag: String
    $consent: RecordedConsent
    $orderBy: PeopleOrderField
    $descending: Boolean
  ) {
    people(
      siteId: $siteId
      first: 25
      after: $after
      search: $search
      state: $state
      tag: $tag
      consent: $consent
      orderBy: $orderBy
      descending: $descending
    ) {
      nodes {
        ...PersonRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** By itself, since counting takes longer than a page. */
export const PEOPLE_COUNT = graphql(`
  query PeopleCount($siteId: ID!, $search: String, $state: PersonState, $tag: String, $consent: RecordedConsent) {
    people(siteId: $siteId, first: 1, search: $search, state: $state, tag: $tag, consent: $consent) {
      totalCount
    }
  }
`);

export const TAGS = graphql(`
  query Tags($siteId: ID!) {
    tags(siteId: $siteId)
  }
`);

export const PERSON = graphql(`
  query Person($siteId: ID!, $externalId: String!) {
    person(siteId: $siteId, externalId: $externalId) {
      ...PersonRow
      updatedAt
      memberships {
        siteId
        externalId
      }
      consent {
        basis
        textVersion
        obtainedAt
        expiresAt
      }
      photos {
        id
        createdAt
        modelId
        quality {
          score
          sizePx
          reasons
        }
      }
    }
  }
`);

export const UPDATE_PERSON = graphql(`
  mutation UpdatePerson($input: UpdatePersonInput!) {
    updatePerson(input: $input) {
      __typename
      ... on PersonUpdated {
        person {
          ...PersonRow
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const MERGE_PEOPLE = graphql(`
  mutation MergePeople($input: MergePeopleInput!) {
    mergePeople(input: $input) {
      __typename
      ... on PeopleMerged {
        person {
          externalId
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const ADD_MEMBERSHIP = graphql(`
  mutation AddMembership($input: AddMembershipInput!) {
    addMembership(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const REMOVE_MEMBERSHIP = graphql(`
  mutation RemoveMembership($input: RemoveMembershipInput!) {
    removeMembership(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const DELETE_PERSON = graphql(`
  mutation DeletePerson($input: DeletePersonInput!) {
    deletePerson(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const REMOVE_PHOTO = graphql(`
  mutation RemovePhoto($input: RemovePhotoInput!) {
    removePhoto(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** Why a face is not taken, and whom it resembles. */
graphql(`
  fragment Refusal on Problem {
    __typename
    code
    message
    ... on LowQuality {
      reasons
    }
    ... on ProbableDuplicate {
      distance
      candidate {
        externalId
      }
    }
  }
`);

export const ENROLL = graphql(`
  mutation Enroll($input: EnrollInput!) {
    enroll(input: $input) {
      __typename
      ... on Enrolled {
        person {
          externalId
          displayName
        }
        photos {
          accepted
          problem {
            code
            message
          }
        }
      }
      ...Refusal
    }
  }
`);

export const ADD_PHOTOS = graphql(`
  mutation AddPhotos($input: AddPhotosInput!) {
    addPhotos(input: $input) {
      __typename
      ... on PhotosAdded {
        person {
          externalId
          displayName
        }
        photos {
          accepted
          problem {
            code
            message
          }
        }
      }
      ...Refusal
    }
  }
`);

import { graphql } from "../generated";

graphql(`
  fragment UserFields on User {
    id
    name
    email
    twoFactorEnabled
    hasSignIn
    lastSeenAt
    createdAt
    roles {
      role
      siteId
    }
  }
`);

export const USERS = graphql(`
  query Users {
    users {
      ...UserFields
    }
  }
`);

export const INVITE_USER = graphql(`
  mutation InviteUser($input: InviteUserInput!) {
    inviteUser(input: $input) {
      __typename
      ... on UserInvited {
        url
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const RENEW_LINK = graphql(`
  mutation RenewUserLink($input: RenewUserLinkInput!) {
    renewUserLink(input: $input) {
      __typename
      ... on UserInvited {
        url
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const SET_ROLES = graphql(`
  mutation SetUserRoles($input: SetUserRolesInput!) {
    setUserRoles(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const REMOVE_USER = graphql(`
  mutation RemoveUser($input: RemoveUserInput!) {
    removeUser(input: $input) {
      __typename
      ... on Problem {
        code
        message
      }
    }
  }
`);

import { graphql } from "../generated";

export const WHO_IS_IT = graphql(`
  query WhoIsIt($input: WhoIsItInput!) {
    whoIsIt(input: $input) {
      __typename
      ... on Identification {
        outcome
        threshold
        face {
          box {
            x
            y
            width
            height
          }
        }
        candidates {
          distance
          person {
            externalId
            displayName
          }
        }
        omittedFaces
        faces {
          outcome
          box {
            x
            y
            width
            height
          }
          candidates {
            distance
            person {
              externalId
              displayName
            }
          }
          problem {
            message
          }
        }
      }
      ... on Problem {
        code
        message
      }
      ... on LowQuality {
        reasons
      }
      ... on MultipleFaces {
        faces {
          box {
            x
            y
            width
            height
          }
        }
      }
    }
  }
`);

export const VERIFY = graphql(`
  mutation Verify($input: VerifyInput!) {
    verify(input: $input) {
      __typename
      ... on Verification {
        decision
        distance
        threshold
        reviewThreshold
        face {
          box {
            x
            y
            width
            height
          }
        }
      }
      ... on Problem {
        code
        message
      }
      ... on LowQuality {
        reasons
      }
      ... on MultipleFaces {
        faces {
          box {
            x
            y
            width
            height
          }
        }
      }
    }
  }
`);

export const ENROL = graphql(`
  mutation Enrol($input: EnrollInput!) {
    enroll(input: $input) {
      __typename
      ... on Enrolled {
        person {
          externalId
          displayName
        }
        photos {
          face {
            box {
              x
              y
              width
              height
            }
          }
          quality {
            score
          }
        }
      }
      ... on Problem {
        code
        message
      }
      ... on LowQuality {
        reasons
      }
      ... on ProbableDuplicate {
        distance
        candidate {
          externalId
        }
      }
      ... on MultipleFaces {
        faces {
          box {
            x
            y
            width
            height
          }
        }
      }
    }
  }
`);

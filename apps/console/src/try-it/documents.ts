import { graphql } from "../generated";

graphql(`
  fragment Box on FaceBox {
    x
    y
    width
    height
  }
`);

graphql(`
  fragment Near on Candidate {
    distance
    person {
      externalId
      displayName
      photos {
        id
      }
    }
  }
`);

graphql(`
  fragment WhyNot on Problem {
    code
    message
    ... on LowQuality {
      reasons
    }
  }
`);

export const WHO_IS_IT = graphql(`
  query WhoIsIt($input: WhoIsItInput!) {
    whoIsIt(input: $input) {
      __typename
      ... on Identification {
        threshold
        omittedFaces
        faces {
          outcome
          box {
            ...Box
          }
          candidates {
            ...Near
          }
          attempt {
            id
          }
          problem {
            code
            message
          }
        }
      }
      ...WhyNot
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
            ...Box
          }
        }
        attempt {
          id
        }
      }
      ...WhyNot
    }
  }
`);

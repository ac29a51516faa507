import { graphql } from "../generated";

/** In pixels of the photo. */
graphql(`
  fragment Place on FaceBox {
    x
    y
    width
    height
  }
`);

/** Why a photo was not used, and where its faces are when there are too many. */
graphql(`
  fragment WhyNot on Problem {
    code
    message
    ... on LowQuality {
      reasons
    }
    ... on MultipleFaces {
      faces {
        box {
          ...Place
        }
      }
    }
  }
`);

graphql(`
  fragment Near on Candidate {
    distance
    person {
      externalId
      displayName
    }
  }
`);

export const DETECT_FACES = graphql(`
  query DetectFaces($input: DetectFacesInput!) {
    detectFaces(input: $input) {
      __typename
      ... on DetectedFaces {
        omittedFaces
        faces {
          box {
            ...Place
          }
          quality {
            reasons
          }
        }
      }
      ... on Problem {
        message
      }
    }
  }
`);

export const WHO_IS_IT = graphql(`
  query WhoIsIt($input: WhoIsItInput!) {
    whoIsIt(input: $input) {
      __typename
      ... on Identification {
        outcome
        threshold
        face {
          box {
            ...Place
          }
        }
        candidates {
          ...Near
        }
        omittedFaces
        faces {
          outcome
          box {
            ...Place
          }
          candidates {
            ...Near
          }
          problem {
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
            ...Place
          }
        }
      }
      ...WhyNot
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
              ...Place
            }
          }
          quality {
            score
          }
        }
      }
      ...WhyNot
      ... on ProbableDuplicate {
        distance
        candidate {
          externalId
        }
      }
    }
  }
`);

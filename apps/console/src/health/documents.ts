import { graphql } from "../generated";

export const HEALTH = graphql(`
  query SystemHealth($after: String) {
    systemHealth {
      version
      startedAt
      residentBytes
      engine {
        runtime
        threads
        waiting
        running
        modelIds
      }
      database {
        latencyMs
        version
        sizeBytes
      }
    }
    sites(first: 100, after: $after) {
      nodes {
        id
        name
        counts {
          people
          templates
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

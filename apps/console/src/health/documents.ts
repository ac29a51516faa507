import { graphql } from "../generated";

export const HEALTH = graphql(`
  query SystemHealth {
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
    sites(first: 100) {
      nodes {
        id
        name
        counts {
          people
          templates
        }
      }
    }
  }
`);

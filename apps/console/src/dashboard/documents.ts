import { graphql } from "../generated";

export const ACTIVITY = graphql(`
  query Activity($siteId: ID!, $hours: Int!) {
    activity(siteId: $siteId, hours: $hours) {
      since
      counts {
        hour
        kind
        decision
        problemCode
        count
      }
      latency {
        hour
        medianMs
        p95Ms
      }
    }
  }
`);

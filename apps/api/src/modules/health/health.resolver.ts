import { Query, Resolver } from "type-graphql";
import type { HealthProbe } from "./health.port.js";
import { SystemHealth } from "./health.type.js";

@Resolver()
export class HealthResolver {
  constructor(private readonly probe: HealthProbe) {}

  @Query(() => SystemHealth)
  async systemHealth(): Promise<SystemHealth> {
    return { ...this.probe.facts(), database: await this.probe.database() };
  }
}

import { Query, Resolver } from "type-graphql";
import type { ModelRecord } from "./models.port.js";
import { Model } from "./models.type.js";

@Resolver()
export class ModelsResolver {
  constructor(private readonly models: readonly ModelRecord[]) {}
  @Query(() => [Model], { name: "models", description: "The models that a site can decide by." })
  list(): Model[] {
    return this.models.map(({ name, modelId, dimension, start }) =>
      Object.assign(new Model(), { id: modelId, name, dimension, referenceCurve: start?.curve ?? null }),
    );
  }
}

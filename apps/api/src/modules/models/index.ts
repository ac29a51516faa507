export * from "./models.port.js";
export * from "./models.resolver.js";

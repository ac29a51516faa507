export * from "./health.port.js";
export * from "./health.resolver.js";

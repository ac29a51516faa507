export * from "./policies.resolver.js";
export * from "./policies.service.js";

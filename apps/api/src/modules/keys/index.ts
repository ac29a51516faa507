export * from "./keys.port.js";
export * from "./keys.resolver.js";
export * from "./keys.service.js";

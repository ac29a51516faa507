export * from "./site.type.js";
export * from "./sites.port.js";
export * from "./sites.resolver.js";
export * from "./sites.service.js";

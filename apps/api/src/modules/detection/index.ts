export * from "./detection.resolver.js";
export * from "./detection.service.js";

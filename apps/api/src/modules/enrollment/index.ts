export * from "./enrollment.port.js";
export * from "./enrollment.resolver.js";
export * from "./enrollment.service.js";

export * from "./identification.service.js";
export * from "./recognition.port.js";
export * from "./recognition.resolver.js";
export * from "./verification.service.js";

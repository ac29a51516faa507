export * from "./recognition.port.js";
export * from "./recognition.resolver.js";
export * from "./recognition.service.js";

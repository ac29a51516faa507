export * from "./attempt.type.js";
export * from "./attempts.resolver.js";
export * from "./attempts.service.js";
export * from "./feed.js";

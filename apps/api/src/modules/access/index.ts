export * from "./access.port.js";
export * from "./access.service.js";
export * from "./api-key.js";
export * from "./caller.js";
export * from "./field-policy.js";
export * from "./permit.js";
export * from "./rate-limit.port.js";

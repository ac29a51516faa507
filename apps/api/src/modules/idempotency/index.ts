export * from "./idempotency.port.js";
export * from "./idempotency.service.js";
export * from "./idempotency-key.js";

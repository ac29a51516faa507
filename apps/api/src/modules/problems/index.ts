export * from "./client-error.js";
export * from "./database-unavailable.js";
export * from "./error-codes.js";
export * from "./failure.js";
export * from "./parse-input.js";
export * from "./problem.type.js";

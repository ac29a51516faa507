export * from "./set-up.service.js";
export { emailSchema, userNameSchema } from "./user.input.js";
export * from "./users.port.js";
export * from "./users.resolver.js";
export * from "./users.service.js";

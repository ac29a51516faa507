export * from "./people.port.js";
export * from "./people.resolver.js";
export * from "./people.service.js";
export * from "./person.resolver.js";
export { Person } from "./person.type.js";

export * from "./connection.type.js";
export * from "./page.js";

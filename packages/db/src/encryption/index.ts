export { DecryptionError, KeyError } from "./errors.js";
export { fileKeyProvider } from "./file-key-provider.js";
export { environmentKeyProvider, type KeyProvider } from "./key-provider.js";

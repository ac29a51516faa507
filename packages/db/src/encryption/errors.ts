/** The master key is missing, malformed, badly protected or not this database's. The message says what to do. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

/**
 * A sealed value does not open: it was changed, moved to another row, person or model, or sealed under another key.
 * Says no more than what was being opened.
 */
export class DecryptionError extends Error {
  override readonly name = "DecryptionError";
}

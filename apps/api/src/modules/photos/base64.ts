const DATA_URL = /^data:[a-z0-9.+-]+\/[a-z0-9.+-]+(?:;[a-z0-9-]+=[a-z0-9-]+)*;base64,/i;
const LONGEST_DATA_URL_PREFIX = 128;

/**
 * Strict where `Buffer.from` is lenient: a foreign character, a wrong length or wrong padding gives undefined instead of
 * other bytes. Whitespace and a data URL prefix are accepted; the type that it names is not believed.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const prefix = DATA_URL.exec(text.slice(0, LONGEST_DATA_URL_PREFIX).trimStart());
  const body = prefix === null ? text : text.trimStart().slice(prefix[0].length);
  const compact = /\s/.test(body) ? body.replace(/\s+/g, "") : body;
  const unpadded = compact.endsWith("==")
    ? compact.slice(0, -2)
    : compact.endsWith("=")
      ? compact.slice(0, -1)
      : compact;
  const paddingFits = unpadded.length === compact.length || compact.length % 4 === 0;
  if (unpadded.length === 0 || unpadded.length % 4 === 1 || !paddingFits || /[^A-Za-z0-9+/]/.test(unpadded)) {
    return undefined;
  }
  return Buffer.from(unpadded, "base64");
}

import { randomBytes } from "node:crypto";

/** Makes ids; each sorts after those that the same generator made before. */
export type NewId = () => string;

/** UUID version 7 (RFC 9562, 5.7): 48 bits of milliseconds, a 12-bit counter (method 1 of 6.2), 62 random bits. */
export function uuidV7Generator(now: () => Date, random: (bytes: number) => Uint8Array = randomBytes): NewId {
  let lastMs = 0;
  let counter = 0;
  return () => {
    const bytes = Buffer.from(random(16));
    const ms = now().getTime();
    if (ms > lastMs) {
      lastMs = ms;
      counter = bytes.readUInt16BE(6) & 0x7ff;
    } else {
      counter += 1;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
    }
    bytes.writeUIntBE(lastMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };
}

/** Whether PostgreSQL would take the text for a uuid column: what is not one is no row's id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** Whether a PostgreSQL text column can hold the value: what it cannot hold is found in no row. */
export function isStorableText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}

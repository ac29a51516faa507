import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DecryptionError } from "./errors.js";

/** What a ciphertext belongs to. It opens only where all of it is the same. */
export interface Binding {
  readonly purpose: string;
  /** The person, attempt or API key whose data key seals it. */
  readonly ownerId: string;
  readonly rowId: string;
  readonly modelId: string;
}

const ALGORITHM = "aes-256-gcm";
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** version (1) | nonce (12) | tag (16) | ciphertext (as long as the plain text) */
export const SEAL_OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM under a random nonce: at most 2^32 boxes a key, which data keys stay far below (NIST SP 800-38D, 8.3). */
export function seal(key: Uint8Array, binding: Binding, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(binding));
  const box = new Uint8Array(SEAL_OVERHEAD_BYTES + plain.length);
  box[0] = VERSION;
  box.set(nonce, 1);
  box.set(cipher.update(plain), SEAL_OVERHEAD_BYTES);
  cipher.final();
  box.set(cipher.getAuthTag(), 1 + NONCE_BYTES);
  return box;
}

/** @throws DecryptionError unless the box is whole and was sealed with this key for this binding. */
export function open(key: Uint8Array, binding: Binding, box: Uint8Array): Buffer {
  const refuse = (why: string) => new DecryptionError(`A ${binding.purpose} does not open: ${why}.`);
  if (box.length < SEAL_OVERHEAD_BYTES) throw refuse("it is too short");
  if (box[0] !== VERSION) throw refuse(`its format ${box[0]} is not known`);
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(binding));
  decipher.setAuthTag(box.subarray(1 + NONCE_BYTES, SEAL_OVERHEAD_BYTES));
  const plain = decipher.update(box.subarray(SEAL_OVERHEAD_BYTES));
  try {
    decipher.final();
  } catch {
    throw refuse("it was changed, moved, or sealed under another key");
  }
  return plain;
}

/** Each part with its length before it, so that no two bindings give the same bytes. */
function associatedData({ purpose, ownerId, rowId, modelId }: Binding): Buffer {
  const parts = [`facenet/sealed-box/${VERSION}`, purpose, ownerId, rowId, modelId].map((part) => {
    const bytes = Buffer.from(part, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat(parts);
}

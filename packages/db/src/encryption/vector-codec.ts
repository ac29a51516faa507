const LITTLE_ENDIAN_HOST = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Little-endian float32, four bytes a component, whatever the machine. */
export function encodeVector(vector: Float32Array): Uint8Array {
  if (vector.length === 0 || !vector.every(Number.isFinite)) {
    throw new RangeError("An embedding must have at least one component, and finite ones only.");
  }
  if (LITTLE_ENDIAN_HOST) return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes;
}

/** The bits that {@link encodeVector} was given. */
export function decodeVector(bytes: Uint8Array): Float32Array {
  if (bytes.length === 0 || bytes.length % 4 !== 0) {
    throw new RangeError(`${bytes.length} bytes are not a whole number of float32 components.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

/**
 * Memory for one picture after another. The garbage collector counts what pictures take, however short they live, and goes
 * through everything after some dozens of megabytes.
 */
export class Scratch {
  private memory = new Uint8Array(0);

  /** So many bytes, for whatever purpose, until the next are taken; what they hold is not defined. */
  take(bytes: number): Uint8Array {
    if (this.memory.length < bytes) this.memory = new Uint8Array(bytes);
    return this.memory.subarray(0, bytes);
  }
}

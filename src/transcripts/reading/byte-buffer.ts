/** Bytes that grow at the end, and can be cut back. */
export class ByteBuffer {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
  }

  /** Forgets what lies beyond a length, and the memory with it once that is large. */
  cut(length: number): void {
    this.#length = length;
    if (length === 0 && this.#bytes.length > 1 << 20) this.#bytes = new Uint8Array(256);
  }

  /** What is held now; good until the next call that changes it. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

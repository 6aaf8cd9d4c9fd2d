const FIRST_BYTES = 1024;

/** A buffer that grows as values are put behind each other. */
export class GrowingBytes {
  /** Replaced by `take`: to be asked for after it. */
  buffer: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_BYTES);
  view: DataView = new DataView(this.buffer.buffer);
  /** Bytes taken. */
  length = 0;

  /** Room for `n` more bytes; returns where it begins. */
  take(n: number): number {
    const start = this.length;
    this.length += n;
    if (this.length > this.buffer.length) {
      const grown = new Uint8Array(Math.max(this.length, 2 * this.buffer.length));
      grown.set(this.buffer);
      this.buffer = grown;
      this.view = new DataView(grown.buffer);
    }
    return start;
  }
}

/** Bytes of a buffer that is used again. */
const BUFFER_BYTES = 1024 * 1024;
/** Buffers that wait to be used again, at most. */
const MOST_FREE = 16;

/** A part of a buffer, until it is released. */
export interface Lease {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its bytes were written: the buffer may be used again. */
  release(): void;
}

interface PooledBuffer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  used: number;
  leases: number;
}

let last: WeakRef<BufferPool> | undefined;

/**
 * The pool of the files before, unless the engine has collected it meanwhile: buffers that outlive
 * a collection of young objects make the engine collect everything once for each 8 MB file (measured).
 */
export function bufferPool(): BufferPool {
  const pool = last?.deref() ?? new BufferPool();
  last = new WeakRef(pool);
  return pool;
}

/**
 * Memory for bytes on their way to a file, used again and again: new memory has to be cleared by the
 * system and collected by the engine.
 */
export class BufferPool {
  readonly #free: PooledBuffer[] = [];
  #current: PooledBuffer | undefined;

  /** Memory for `n` bytes, behind those taken before where there is room; what it holds is not known. */
  take(n: number): Lease {
    if (n > BUFFER_BYTES) return { bytes: new Uint8Array(n), release: () => {} };
    let buffer = this.#current;
    if (buffer === undefined || buffer.used + n > BUFFER_BYTES) {
      this.#current = undefined;
      if (buffer !== undefined) this.#recycle(buffer);
      buffer = this.#free.pop() ?? { bytes: new Uint8Array(BUFFER_BYTES), used: 0, leases: 0 };
      this.#current = buffer;
    }
    const bytes = buffer.bytes.subarray(buffer.used, buffer.used + n);
    buffer.used += n;
    buffer.leases++;
    const own = buffer;
    return {
      bytes,
      release: () => {
        own.leases--;
        this.#recycle(own);
      },
    };
  }

  /** Takes a buffer back that nobody writes to or reads from any more. */
  #recycle(buffer: PooledBuffer): void {
    if (buffer.leases > 0) return;
    buffer.used = 0;
    if (buffer !== this.#current && this.#free.length < MOST_FREE) this.#free.push(buffer);
  }
}

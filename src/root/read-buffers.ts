// Memory that files are read into, used again and again: fresh pages cost more than the reading
// itself, and what the collector has to free makes it stop the program (docs/performance.md).

/** Smaller and larger buffers are not kept. */
const MIN_BYTES = 64 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;
/** Kept while nobody uses them. */
const MAX_IDLE_BYTES = 64 * 1024 * 1024;

/** Not in use, in the order in which they came back. */
const idle = new Set<ArrayBuffer>();
let idleBytes = 0;

/** What one read borrows. Its memory is unspecified at first. */
export interface ReadBuffers {
  /** `length` bytes, to be filled. */
  take(length: number): Uint8Array;
  /** Gives all of it back: nobody may look at it any more, nor be about to write it. */
  end(): void;
}

export function borrowBuffers(): ReadBuffers {
  const taken: ArrayBuffer[] = [];
  return {
    take(length) {
      if (length < MIN_BYTES || length > MAX_BYTES) return freshBytes(length);
      // In steps of an eighth, so that buffers fit again and little of them stays empty.
      const step = 2 ** (28 - Math.clz32(length - 1));
      const capacity = Math.ceil(length / step) * step;
      const buffer = reuse(capacity) ?? freshBytes(capacity).buffer;
      taken.push(buffer);
      return new Uint8Array(buffer, 0, length);
    },
    end() {
      for (const buffer of taken.splice(0)) {
        idle.add(buffer);
        idleBytes += buffer.byteLength;
      }
      for (const oldest of idle) {
        if (idleBytes <= MAX_IDLE_BYTES) return;
        remove(oldest);
      }
    },
  };
}

function reuse(capacity: number): ArrayBuffer | undefined {
  for (const buffer of idle) {
    if (buffer.byteLength === capacity) return remove(buffer);
  }
  return undefined;
}

function remove(buffer: ArrayBuffer): ArrayBuffer {
  idle.delete(buffer);
  idleBytes -= buffer.byteLength;
  return buffer;
}

interface NodeBuffer {
  readonly Buffer: { allocUnsafeSlow(length: number): Uint8Array<ArrayBuffer> };
}

const { getBuiltinModule } =
  (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process ?? {};

/** New memory of unknown content: in Node it is not filled with zeros first. */
export function freshBytes(length: number): Uint8Array<ArrayBuffer> {
  const node = getBuiltinModule?.("node:buffer") as NodeBuffer | undefined;
  if (node === undefined) return new Uint8Array(length);
  const { buffer, byteOffset } = node.Buffer.allocUnsafeSlow(length);
  return new Uint8Array(buffer, byteOffset, length);
}

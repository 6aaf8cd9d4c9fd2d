import { FormatError, UnsupportedError } from "../errors.ts";

// Between driver, bridge, Dask workers and their Node children, in both directions:
// u32le length of the header | header, JSON { v, size, … } | payload of `size` bytes.

/** Of frames, and of what their headers say. python/hepwasm_dask/worker.py has the same number. */
const VERSION = 1;
/** A header is JSON of some kilobytes, of a megabyte with many items; more is not a frame. */
const MAX_HEADER = 2 ** 30;

/** A message: what it says, and bytes. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Uint8Array;
}

/** The bytes of a frame, in the pieces to write one after the other. */
export function frameBytes(
  header: Readonly<Record<string, unknown>>,
  payload: Uint8Array = new Uint8Array(),
): Uint8Array[] {
  const text = JSON.stringify({ v: VERSION, ...header, size: payload.length });
  const encoded = new TextEncoder().encode(text);
  const head = new Uint8Array(4 + encoded.length);
  new DataView(head.buffer).setUint32(0, encoded.length, true);
  head.set(encoded, 4);
  return payload.length > 0 ? [head, payload] : [head];
}

/**
 * The frames of a stream, until it ends.
 * @throws FormatError where it is no stream of frames or ends within one
 */
export async function* framesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const waiting = new Pieces();
  let header: Frame["header"] | undefined;
  let length: number | undefined;
  for await (const bytes of stream) {
    waiting.add(bytes);
    for (;;) {
      if (length === undefined) {
        if (waiting.size < 4) break;
        const four = waiting.take(4);
        length = new DataView(four.buffer, four.byteOffset).getUint32(0, true);
        if (length > MAX_HEADER) throw new FormatError("this is no stream of frames");
      }
      if (header === undefined) {
        if (waiting.size < length) break;
        header = headerOf(waiting.take(length));
      }
      const size = header.size as number;
      if (waiting.size < size) break;
      yield { header, payload: waiting.take(size) };
      header = undefined;
      length = undefined;
    }
  }
  if (length !== undefined || waiting.size > 0) {
    throw new FormatError("a stream of frames ends within one");
  }
}

function headerOf(bytes: Uint8Array): Frame["header"] {
  const header = JSON.parse(new TextDecoder().decode(bytes)) as Frame["header"];
  if (header.v !== VERSION) {
    throw new UnsupportedError(
      `frames of version ${String(header.v)}: this hepwasm speaks version ${VERSION}`,
      "other versions of the bridge",
    );
  }
  return header;
}

/** Bytes that came in pieces, put together once where they are needed. */
class Pieces {
  readonly #pieces: Uint8Array[] = [];
  size = 0;

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.size += bytes.length;
  }

  /** The next `length` bytes, of the `size` that are there. */
  take(length: number): Uint8Array {
    const taken = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const first = this.#pieces[0];
      const some = first.subarray(0, length - at);
      taken.set(some, at);
      at += some.length;
      if (some.length === first.length) this.#pieces.shift();
      else this.#pieces[0] = first.subarray(some.length);
    }
    this.size -= length;
    return taken;
  }
}

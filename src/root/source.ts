import { SourceError } from "../errors.ts";
import { coalesce } from "./ranges.ts";
import { freshBytes, type ReadBuffers } from "./read-buffers.ts";

/** Bytes `position` to `position + length - 1`. */
export interface ByteRange {
  readonly position: number;
  readonly length: number;
}

/** Options of everything that waits for bytes. */
export interface ReadOptions {
  /** Ends the wait: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive, or as entries are handed out. */
  readonly progress?: ((progress: Progress) => void) | undefined;
  /**
   * Threads that decompress the columns of a tree: the caller's, and `workers - 1` others. The result
   * does not depend on it. Default 1.
   */
  readonly workers?: number | undefined;
}

/** Options of what opens a file: those of a web server are for URLs. */
export interface OpenOptions extends ReadOptions {
  /** Sent with each request: `{ Authorization: "Bearer …" }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a page sends its cookies along, as `fetch` has it. Default: to its own origin. */
  readonly credentials?: "omit" | "same-origin" | "include" | undefined;
}

/** How far a reading is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly unit: "bytes" | "entries";
}

/** Options of one read. */
export interface FetchOptions extends ReadOptions {
  /** Memory to read into, where the source can: the bytes are good until it is given back. */
  readonly buffers?: ReadBuffers | undefined;
  /**
   * Whether the caller waits for bytes that are at hand (`readNow`): that spares a thread of the system,
   * where there is work for every core. Default false.
   */
  readonly wait?: boolean | undefined;
}

/** Exactly the bytes from `position` on that fill `target`, which may be in linear memory. */
export type ReadNow = (position: number, target: Uint8Array) => void;

/** Where a file's bytes come from: any object of this form can be opened. */
export interface ByteSource {
  /** For messages: a path, a URL, a file's name. */
  readonly name: string;
  /** Bytes there are. */
  readonly size: number;
  /**
   * Exactly the bytes asked for; never fewer.
   * @throws SourceError when they cannot be had
   */
  read(position: number, length: number, options?: FetchOptions): Promise<Uint8Array>;
  /**
   * Several ranges, in the order given; neighbours are fetched together.
   * @throws SourceError when they cannot be had
   */
  readMany(ranges: readonly ByteRange[], options?: FetchOptions): Promise<Uint8Array[]>;
  /**
   * Fills `target` at once, while the caller waits: where the bytes are at hand, such as those of a
   * file in the system's cache. It saves a copy and a thread. Undefined elsewhere, and as soon as
   * such a read was slow.
   * @throws SourceError when the bytes cannot be had
   */
  readonly readNow?: ReadNow | undefined;
  /** Frees what the source holds; reads after it are refused. Closing twice is allowed. */
  close(): Promise<void>;
}

/** What one kind of source has to know; the rest is `makeSource`. */
export interface SourceParts {
  readonly name: string;
  readonly size: number;
  /** Ranges closer than this many bytes are fetched together. */
  readonly gap: number;
  /** Joined ranges grow to this many bytes at most. */
  readonly span: number;
  /** Fetches in flight at once. */
  readonly inFlight: number;
  /** One fetch. May return fewer bytes where that is all there is: `makeSource` checks. */
  fetch(position: number, length: number, options: FetchOptions): Promise<Uint8Array>;
  /** See {@link ByteSource}; may return fewer bytes, as `fetch` may. */
  readonly readNow?: ((position: number, target: Uint8Array) => number) | undefined;
  close(): void | Promise<void>;
}

/**
 * A source with the checks that all kinds share: ranges inside the source, no short reads, nothing
 * after `close`, cancellation, neighbouring ranges joined, a limit of fetches in flight.
 */
export function makeSource(parts: SourceParts): ByteSource {
  const { name, size } = parts;
  let closed: Promise<void> | undefined;

  function check(position: number, length: number): void {
    if (closed !== undefined) throw new SourceError(name, "it was closed");
    if (!(Number.isSafeInteger(position) && position >= 0 && length >= 0)) {
      throw new SourceError(name, `no ${length} bytes can be read at ${position}`);
    }
    if (position + length > size) {
      throw new SourceError(
        name,
        `bytes ${position} to ${position + length} asked for, but it ends at ${size}`,
      );
    }
  }

  async function fetchExactly(
    position: number,
    length: number,
    options: FetchOptions,
  ): Promise<Uint8Array> {
    options.signal?.throwIfAborted();
    const now = options.wait ? parts.readNow : undefined;
    if (now !== undefined) {
      const target = options.buffers?.take(length) ?? freshBytes(length);
      short(position, length, now(position, target));
      return target;
    }
    const bytes = await parts.fetch(position, length, options);
    short(position, length, bytes.byteLength);
    return bytes;
  }

  /** Only where all of it is there. */
  function short(position: number, length: number, found: number): void {
    if (found === length) return;
    throw new SourceError(name, `short read: ${found} of ${length} bytes at ${position}`);
  }

  return {
    name,
    size,
    get readNow(): ReadNow | undefined {
      const now = parts.readNow;
      if (now === undefined || closed !== undefined) return undefined;
      return (position: number, target: Uint8Array) => {
        check(position, target.byteLength);
        short(position, target.byteLength, now(position, target));
      };
    },
    async read(position, length, options = {}) {
      check(position, length);
      return fetchExactly(position, length, options);
    },
    async readMany(ranges, options = {}) {
      for (const { position, length } of ranges) check(position, length);
      const spans = coalesce(ranges, parts.gap, parts.span);
      const out = new Array<Uint8Array>(ranges.length);
      const total = spans.reduce((bytes, { length }) => bytes + length, 0);
      let next = 0;
      let done = 0;
      const work = async (): Promise<void> => {
        while (next < spans.length) {
          const span = spans[next++];
          const bytes = await fetchExactly(span.position, span.length, options);
          for (const i of span.members) {
            const start = ranges[i].position - span.position;
            out[i] = bytes.subarray(start, start + ranges[i].length);
          }
          done += span.length;
          options.progress?.({ done, total, unit: "bytes" });
        }
      };
      const workers = Array.from({ length: Math.min(parts.inFlight, spans.length) }, work);
      try {
        await Promise.all(workers);
      } catch (error) {
        // The others stop at their next span; nothing of theirs may stay unhandled.
        next = spans.length;
        await Promise.allSettled(workers);
        throw error;
      }
      return out;
    },
    close() {
      closed ??= Promise.resolve(parts.close());
      return closed;
    },
  };
}

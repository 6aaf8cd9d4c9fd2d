import { UsageError } from "../../errors.ts";
import { bufferPool, type Lease } from "./buffer-pool.ts";
import { datimeOf } from "./key-record.ts";
import type { ByteSink } from "./sink.ts";

/** Small records go out together. */
const BUFFER_BYTES = 1024 * 1024;
/** From here on a piece goes out by itself. */
const LARGE_BYTES = 64 * 1024;
/** Writing goes on beside the making of more up to here. */
const MOST_UNDER_WAY = 8 * 1024 * 1024;
const UUID_BYTES = 16;

/** Bytes that wait, and whose memory is free again when they are written. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly lease: Lease | undefined;
}

/**
 * The bytes of a file on their way to a sink: each piece has its place at once, and a limited number
 * wait in memory. The first error ends it; then the sink is told to leave nothing.
 */
export class Output {
  readonly #sink: ByteSink;
  readonly #reproducible: boolean;
  readonly #pool = bufferPool();
  #waiting: Piece[] = [];
  #held = 0;
  #end = 0;
  #queue: Promise<void> = Promise.resolve();
  /** Bytes that were handed to the sink and are not yet written. */
  #underWay = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Whether a caller has heard of the failure. */
  #told = false;
  #open = true;

  /** @param reproducible  whether dates and UUIDs are the same at each run */
  constructor(sink: ByteSink, reproducible: boolean) {
    this.#sink = sink;
    this.#reproducible = reproducible;
  }

  /** The time as a TDatime. */
  datime(): number {
    return this.#reproducible ? 1 : datimeOf(new Date());
  }

  /** The bytes of a UUID. */
  uuid(): Uint8Array {
    const bytes = new Uint8Array(UUID_BYTES);
    return this.#reproducible ? bytes : crypto.getRandomValues(bytes);
  }

  /** Where the next piece goes. */
  get end(): number {
    return this.#end;
  }

  /** Memory for bytes that will be appended; what it holds is not known. */
  lease(n: number): Lease {
    return this.#pool.take(n);
  }

  /**
   * Puts bytes, which then are not changed, at the end.
   * @param lease  of their memory, where they have it: released when they are written
   */
  append(bytes: Uint8Array, lease?: Lease): number {
    this.check();
    const position = this.#end;
    this.#waiting.push({ bytes, lease });
    this.#held += bytes.length;
    this.#end += bytes.length;
    return position;
  }

  /** Hands on what is held, and waits until little is in memory. */
  async drain(): Promise<void> {
    this.check();
    if (this.#held >= BUFFER_BYTES) this.#flush();
    if (this.#underWay > MOST_UNDER_WAY) await this.#heard(this.#queue);
  }

  /** Writes once more over what was appended. */
  async patch(bytes: Uint8Array, position: number): Promise<void> {
    this.#flush();
    await this.#heard(this.#then(() => this.#sink.write(bytes, position)));
  }

  /** Makes the file appear. */
  async finish(): Promise<void> {
    this.#flush();
    await this.#heard(this.#then(() => this.#sink.finish()));
    this.#open = false;
  }

  /** Leaves nothing. */
  async abort(): Promise<void> {
    const open = this.#open;
    this.#open = false;
    // After a failure the sink is told within the queue.
    await this.#queue.catch(() => {});
    if (open && this.#failure === undefined) await this.#sink.abort();
  }

  /** @throws UsageError when nothing can be written any more; at first what the sink threw */
  check(): void {
    if (this.#failure !== undefined) {
      if (!this.#told) {
        this.#told = true;
        throw this.#failure.error;
      }
      throw new UsageError(`${this.#sink.name}: writing failed before, and there is no file`);
    }
    if (!this.#open) throw new UsageError(`${this.#sink.name} is closed`);
  }

  #flush(): void {
    this.check();
    const pieces = this.#waiting;
    if (pieces.length === 0) return;
    let position = this.#end - this.#held;
    this.#underWay += this.#held;
    this.#waiting = [];
    this.#held = 0;
    this.#then(async () => {
      for (const { bytes, leases } of runs(pieces)) {
        await this.#sink.write(bytes, position);
        position += bytes.length;
        this.#underWay -= bytes.length;
        for (const lease of leases) lease.release();
      }
    });
  }

  /** Waits for a piece of work; whoever does so hears of an error. */
  async #heard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#told = true;
      throw error;
    }
  }

  /** One after another; the first error tells the sink. */
  #then(work: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(work).catch(async (error: unknown) => {
      if (this.#failure === undefined) {
        this.#failure = { error };
        this.#open = false;
        await this.#sink.abort().catch(() => {});
      }
      throw error;
    });
    this.#queue = next;
    // Whoever waits for it, or comes next, hears of the error.
    next.catch(() => {});
    return next;
  }
}

/** Pieces that are written at once. */
interface Run {
  readonly bytes: Uint8Array;
  readonly leases: readonly Lease[];
}

/** Pieces that follow each other in memory, and small ones, as one; large ones are not copied. */
function* runs(pieces: readonly Piece[]): Iterable<Run> {
  let small: Uint8Array[] = [];
  let leases: Lease[] = [];
  for (const { bytes, leases: own } of adjacent(pieces)) {
    if (bytes.length < LARGE_BYTES) {
      small.push(bytes);
      leases.push(...own);
      continue;
    }
    if (small.length > 0) yield { bytes: joined(small), leases };
    small = [];
    leases = [];
    yield { bytes, leases: own };
  }
  if (small.length > 0) yield { bytes: joined(small), leases };
}

/** Leased pieces whose memory is one. */
function* adjacent(pieces: readonly Piece[]): Iterable<Run> {
  for (let i = 0; i < pieces.length; ) {
    const { bytes, lease } = pieces[i++];
    const { buffer, byteOffset } = bytes;
    const leases = lease === undefined ? [] : [lease];
    let stop = byteOffset + bytes.length;
    for (; lease !== undefined && i < pieces.length; i++) {
      const next = pieces[i];
      if (next.lease === undefined || next.bytes.buffer !== buffer) break;
      if (next.bytes.byteOffset !== stop) break;
      stop += next.bytes.length;
      leases.push(next.lease);
    }
    yield { bytes: new Uint8Array(buffer, byteOffset, stop - byteOffset), leases };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

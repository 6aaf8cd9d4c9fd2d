import { UsageError } from "../../errors.ts";
import type { ByteSink } from "./sink.ts";

/** Small records go out together. */
const BUFFER_BYTES = 1024 * 1024;

/**
 * The bytes of a file on their way to a sink: each piece has its place at once, and a limited number
 * wait in memory. The first error ends it; then the sink is told to leave nothing.
 */
export class Output {
  readonly #sink: ByteSink;
  #waiting: Uint8Array[] = [];
  #held = 0;
  #end = 0;
  #queue: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #open = true;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Where the next piece goes. */
  get end(): number {
    return this.#end;
  }

  /** Puts bytes, which then are not changed, at the end. */
  append(bytes: Uint8Array): number {
    this.check();
    const position = this.#end;
    this.#waiting.push(bytes);
    this.#held += bytes.length;
    this.#end += bytes.length;
    return position;
  }

  /** Waits until little is held in memory. */
  async drain(): Promise<void> {
    this.check();
    if (this.#held >= BUFFER_BYTES) await this.#flush();
  }

  /** Writes once more over what was appended. */
  async patch(bytes: Uint8Array, position: number): Promise<void> {
    await this.#flush();
    await this.#then(() => this.#sink.write(bytes, position));
  }

  /** Makes the file appear. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#then(() => this.#sink.finish());
    this.#open = false;
  }

  /** Leaves nothing. */
  async abort(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#queue.catch(() => {});
    await this.#sink.abort();
  }

  /** @throws UsageError when nothing can be written any more */
  check(): void {
    if (this.#failure !== undefined) {
      throw new UsageError(`${this.#sink.name}: writing failed before, and there is no file`);
    }
    if (!this.#open) throw new UsageError(`${this.#sink.name} is closed`);
  }

  #flush(): Promise<void> {
    this.check();
    const pieces = this.#waiting;
    if (pieces.length === 0) return this.#queue;
    const bytes = joined(pieces, this.#held);
    const position = this.#end - this.#held;
    this.#waiting = [];
    this.#held = 0;
    return this.#then(() => this.#sink.write(bytes, position));
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
    // Whoever waits for it hears of the error.
    next.catch(() => {});
    return next;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

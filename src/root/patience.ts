/** ms for which nothing at all may come of a server: one that is only slow sends something. */
const SILENCE = 60_000;

/** Ends a request when its signal does, or when nothing was heard for a minute. */
export class Patience {
  readonly #controller = new AbortController();
  readonly #given: AbortSignal | undefined;
  readonly #stop = (): void => this.#controller.abort(this.#given?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lost = false;

  constructor(given: AbortSignal | undefined) {
    this.#given = given;
    given?.addEventListener("abort", this.#stop, { once: true });
    if (given?.aborted) this.#stop();
    this.heard();
  }

  /** For the request. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it was ended because nothing came. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Something came. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lost = true;
      this.#controller.abort(new Error(SILENT));
    }, SILENCE);
  }

  /** The request is over. */
  end(): void {
    clearTimeout(this.#timer);
    this.#given?.removeEventListener("abort", this.#stop);
  }
}

/** What is said of such a server. */
export const SILENT: string = `nothing came for ${SILENCE / 1000} seconds`;

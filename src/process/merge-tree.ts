/**
 * Merges the results of `count` chunks in a tree whose shape depends on `count` alone: chunk 2i with
 * 2i + 1, those pairs likewise, and so on; what has no partner moves up as it is. So sums are the
 * same bits whatever the order in which chunks are done, and wherever.
 */
export class MergeTree<T> {
  readonly #count: number;
  readonly #merge: (left: T, right: T, first: number, stop: number) => T;
  /** Results whose partner is not there yet, by level and place in the level. */
  readonly #waiting = new Map<string, T>();
  readonly #done = new Set<number>();
  #result: { value: T } | undefined;

  /**
   * @param count  number of chunks, at least 1
   * @param merge  sums the results of the chunks `[first, stop)`, split at a power of two
   */
  constructor(count: number, merge: (left: T, right: T, first: number, stop: number) => T) {
    this.#count = count;
    this.#merge = merge;
  }

  /** Whether every chunk has come. */
  get complete(): boolean {
    return this.#result !== undefined;
  }

  /** Enters the result of one chunk, and merges what has both its parts. */
  put(index: number, value: T): void {
    if (!(Number.isInteger(index) && index >= 0 && index < this.#count) || this.#done.has(index)) {
      throw new RangeError(`no result expected for chunk ${index} of ${this.#count}`);
    }
    this.#done.add(index);
    let now = value;
    let place = index;
    for (let width = 1; width < this.#count; width *= 2) {
      const partner = place % 2 === 0 ? place + 1 : place - 1;
      if (partner * width < this.#count) {
        const key = `${width}:${partner}`;
        if (!this.#waiting.has(key)) {
          this.#waiting.set(`${width}:${place}`, now);
          return;
        }
        const other = this.#waiting.get(key) as T;
        this.#waiting.delete(key);
        const first = Math.min(place, partner) * width;
        const stop = Math.min(first + 2 * width, this.#count);
        const [left, right] = place < partner ? [now, other] : [other, now];
        now = this.#merge(left, right, first, stop);
      }
      place = Math.floor(place / 2);
    }
    this.#result = { value: now };
  }

  /** The sum of all chunks. */
  get result(): T {
    if (this.#result === undefined) {
      throw new RangeError(`${this.#count - this.#done.size} of ${this.#count} chunks are missing`);
    }
    return this.#result.value;
  }

  /** Everything held now: what to free when a run is given up. */
  held(): T[] {
    return this.#result === undefined ? [...this.#waiting.values()] : [this.#result.value];
  }
}

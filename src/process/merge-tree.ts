/**
 * Merges the results of `count` chunks in a tree whose shape depends on `count` alone: chunk 2i with
 * 2i + 1, those pairs likewise, and so on; what has no partner moves up as it is. So sums are the
 * same bits whatever the order in which chunks are done, and wherever.
 */
export class MergeTree<T> {
  readonly #count: number;
  readonly #merge: (left: T, right: T, first: number, stop: number) => T;
  /** Sums whose partner is not there yet, by their first chunk. */
  readonly #waiting = new Map<number, { width: number; value: T }>();
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

  /**
   * Enters the result of one chunk, or the sum of the `width` chunks from `index` on, a node of the
   * tree as `nodes` names it; merges what has both its parts.
   */
  put(index: number, value: T, width = 1): void {
    const stop = Math.min(index + width, this.#count);
    const fits = Number.isInteger(index / width) && (width & (width - 1)) === 0;
    if (!(fits && index >= 0 && index < stop) || this.#doneIn(index, stop)) {
      throw new RangeError(`no result expected for chunk ${index} of ${this.#count}`);
    }
    for (let chunk = index; chunk < stop; chunk++) this.#done.add(chunk);
    let now = value;
    let place = index / width;
    for (let level = width; level < this.#count; level *= 2) {
      const partner = place % 2 === 0 ? place + 1 : place - 1;
      if (partner * level < this.#count) {
        const other = this.#waiting.get(partner * level);
        if (other?.width !== level) {
          this.#waiting.set(place * level, { width: level, value: now });
          return;
        }
        this.#waiting.delete(partner * level);
        const first = Math.min(place, partner) * level;
        const end = Math.min(first + 2 * level, this.#count);
        const [left, right] = place < partner ? [now, other.value] : [other.value, now];
        now = this.#merge(left, right, first, end);
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
    return this.nodes().map(({ value }) => value);
  }

  /**
   * The sums held now, each of the `width` chunks from `index` on (or as many as there are): what a
   * part of a run leaves behind. Another tree of as many chunks takes them by `put`.
   */
  nodes(): { index: number; width: number; value: T }[] {
    if (this.#result !== undefined) {
      let width = 1;
      while (width < this.#count) width *= 2;
      return [{ index: 0, width, value: this.#result.value }];
    }
    return Array.from(this.#waiting, ([index, node]) => ({ index, ...node }));
  }

  #doneIn(first: number, stop: number): boolean {
    for (let chunk = first; chunk < stop; chunk++) if (this.#done.has(chunk)) return true;
    return false;
  }
}

import { CorrectionError } from "../errors.ts";

/** References are counted from 0 in 31 bits, and some of them mean other things. */
const MOST = 2 ** 30;

/** The words and numbers that a set of corrections is compiled to, while they grow. */
export class Tables {
  #words = new Int32Array(1024);
  #numbers = new Float64Array(1024);
  #wordCount = 0;
  #numberCount = 0;
  /** Texts as integers: categories look them up. */
  readonly texts: Map<string, number> = new Map();
  /** Words of buckets so far: what is rarely used is not worth a table. */
  buckets = 0;

  get words(): Int32Array {
    return this.#words.subarray(0, this.#wordCount);
  }

  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#numberCount);
  }

  /** Appends words. @returns the index of the first */
  push(values: readonly number[]): number {
    const at = this.reserve(values.length);
    this.#words.set(values, at);
    return at;
  }

  /** Appends words that are written later with {@link put}. @returns the index of the first */
  reserve(count: number): number {
    const at = this.#wordCount;
    const end = at + count;
    if (end > MOST) throw new CorrectionError("", "the payload is too large");
    if (end > this.#words.length) {
      const grown = new Int32Array(Math.max(end, 2 * this.#words.length));
      grown.set(this.#words.subarray(0, at));
      this.#words = grown;
    }
    this.#wordCount = end;
    return at;
  }

  put(at: number, value: number): void {
    this.#words[at] = value;
  }

  /** Appends numbers to the pool. @returns the index of the first */
  pushNumbers(values: ArrayLike<number>): number {
    const at = this.#numberCount;
    const end = at + values.length;
    if (end > MOST) throw new CorrectionError("", "the payload is too large");
    if (end > this.#numbers.length) {
      const grown = new Float64Array(Math.max(end, 2 * this.#numbers.length));
      grown.set(this.#numbers.subarray(0, at));
      this.#numbers = grown;
    }
    this.#numbers.set(values, at);
    this.#numberCount = end;
    return at;
  }

  /** The integer that stands for a text. */
  textId(text: string): number {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const id = this.texts.size;
    this.texts.set(text, id);
    return id;
  }
}

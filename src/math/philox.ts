const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** High word of the product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const [al, ah] = [a & 0xffff, a >>> 16];
  const [bl, bh] = [b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const other = al * bh + (middle & 0xffff);
  return (ah * bh + Math.floor(middle / 65536) + (other - (other % 65536)) / 65536) >>> 0;
}

/**
 * Four random 32-bit words for a counter of four words and a key of two: Philox4x32 of ten rounds. Equal
 * counters and keys give equal words, whatever was asked before.
 *
 * @see Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011); numpy.random.Philox is its
 *   64-bit sister
 */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(M0, c0 >>> 0);
    const low0 = Math.imul(M0, c0);
    const high1 = highProduct(M1, c2 >>> 0);
    const low1 = Math.imul(M1, c2);
    [c0, c1, c2, c3] = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0];
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** Random numbers of one stream: a seed and three words that say whose they are. */
export class RandomStream {
  readonly #key: readonly [number, number];
  readonly #stream: readonly [number, number, number];
  #block = 0;
  #words: readonly number[] = [];
  #next = 0;

  constructor(seed: number, stream: readonly [number, number, number]) {
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
    this.#stream = stream;
  }

  /** Uniform in the open interval from 0 to 1, in steps of 2^-52. */
  uniform(): number {
    if (this.#next === this.#words.length) {
      const [a, b, c] = this.#stream;
      this.#words = philox([this.#block++, a, b, c], this.#key);
      this.#next = 0;
    }
    const high = this.#words[this.#next++];
    const low = this.#words[this.#next++];
    return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52;
  }
}

/** Random numbers that depend on the seed alone. */
export interface Random {
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  /** True once in n calls. */
  oneIn(n: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** The generator of one run of a campaign (mulberry32). */
export function randomOf(seed: number, run: number): Random {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(run + 1, 0xc2b2ae35)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (n: number): number => Math.floor((next() / 2 ** 32) * n);
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: (list) => list[below(list.length)],
  };
}

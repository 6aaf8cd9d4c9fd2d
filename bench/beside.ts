import { readFileSync } from "node:fs";
import type { Peer } from "./peer.ts";
import { compare, type MeasureOptions } from "./row.ts";

/**
 * Compares ours with the numbers that a peer left in a file of float64.
 *
 * @param tolerance  relative, of 1 where a number is smaller
 * @throws Error with the first that differs
 */
export function assertSame(ours: Float64Array, path: string, tolerance: number, who: string): void {
  const bytes = readFileSync(path);
  const theirs = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  ours.forEach((value, i) => {
    const other = theirs[i] as number;
    if (value === other || Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other)))
      return;
    throw new Error(`electron ${i}: ${value}, ${who} says ${other}`);
  });
}

/** A note about one more peer, timed in turn with `work`; it is closed. */
export async function beside(
  who: string,
  work: () => unknown,
  other: Peer<unknown>,
  settings: MeasureOptions,
): Promise<string> {
  const { ours, peer } = await compare(work, other, settings);
  other.close();
  const theirs = peer?.cpu ?? peer?.ms ?? 0;
  const own = ours.cpu ?? ours.ms;
  return `${who} in turn, processor time: ${theirs.toFixed(2)} ms, ours ${own.toFixed(2)} ms, ${(theirs / own).toFixed(2)}x`;
}

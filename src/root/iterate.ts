import { AwkwardArray } from "../array/array.ts";
import { UsageError } from "../errors.ts";
import { byteCount } from "./byte-count.ts";
import type { ReadOptions } from "./source.ts";

/** How a tree is read piece by piece. */
export interface StepOptions {
  /** Entries of a step, or bytes of its baskets when decompressed; default "100 MB". */
  readonly stepSize?: number | string | undefined;
}

/** A branch as far as steps depend on it. */
export interface SteppedBranch {
  readonly entries: number;
  readonly baskets: number;
  readonly uncompressedBytes: number;
}

/** Entries `start` to `stop - 1`, and the pieces that they are handed out in. */
interface Window {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/**
 * The number of entries of a step. A size in bytes counts the bytes of the branches' baskets when
 * decompressed, as the branches say, spread evenly over their entries.
 *
 * @throws UsageError
 * @see uproot.TTree.num_entries_for
 */
export function entriesPerStep(
  branches: readonly SteppedBranch[],
  stepSize: number | string = "100 MB",
): number {
  if (typeof stepSize === "number") {
    if (Number.isInteger(stepSize) && stepSize > 0) return stepSize;
    throw new UsageError(`stepSize is a whole number of entries from 1 on, not ${stepSize}`);
  }
  const bytes = byteCount(stepSize, "stepSize");
  let perEntry = 0;
  for (const { entries, uncompressedBytes } of branches) {
    if (entries > 0) perEntry += uncompressedBytes / entries;
  }
  // Baskets that lie in the tree itself have no size; they are in memory already.
  if (perEntry === 0) return Number.MAX_SAFE_INTEGER;
  return Math.max(1, Math.round(bytes / perEntry));
}

/**
 * What to read at once. Where steps are shorter than baskets, several are read together, so that
 * no basket is decompressed more than twice.
 */
export function* windows(
  branches: readonly SteppedBranch[],
  { start, stop }: { start: number; stop: number },
  step: number,
): Iterable<Window> {
  let longest = 0;
  for (const { entries, baskets } of branches) {
    if (baskets > 0) longest = Math.max(longest, entries / baskets);
  }
  const size = step * Math.max(1, Math.ceil(Math.min(longest, stop - start) / step));
  for (let at = start; at < stop; at += size) {
    yield { start: at, stop: Math.min(at + size, stop), step };
  }
}

/** A tree, as far as it is read in steps. */
export interface SteppedTree {
  /** The file's name and the tree's key, for the steps' metadata. */
  readonly filename: string;
  readonly treename: string;
  /** Entries `start` to `stop - 1` of the columns wanted. */
  read(start: number, stop: number): Promise<AwkwardArray>;
  /** Makes of the columns of one step what is handed out; it owns them. */
  finish(array: AwkwardArray, first: number): AwkwardArray;
}

/**
 * Reads a tree in steps. Each step is the caller's to dispose of, and says in its `metadata` where
 * it comes from: `filename`, `treename`, `entryStart`, `entryStop`.
 */
export async function* iterateSteps(
  tree: SteppedTree,
  branches: readonly SteppedBranch[],
  range: { start: number; stop: number },
  { stepSize, signal, progress }: StepOptions & ReadOptions,
): AsyncGenerator<AwkwardArray> {
  const { filename, treename } = tree;
  const plan = windows(branches, range, entriesPerStep(branches, stepSize));
  for (const window of plan) {
    const whole = await tree.read(window.start, window.stop);
    try {
      for (let start = window.start; start < window.stop; start += window.step) {
        signal?.throwIfAborted();
        const stop = Math.min(start + window.step, window.stop);
        const { layout } = whole.slice(start - window.start, stop - window.start);
        progress?.({ done: stop - range.start, total: range.stop - range.start, unit: "entries" });
        const metadata = { filename, treename, entryStart: start, entryStop: stop };
        yield tree.finish(new AwkwardArray(layout, { metadata }), start);
      }
    } finally {
      whole.dispose();
    }
  }
}

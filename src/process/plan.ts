import type { Metadata } from "../array/array.ts";
import { UsageError } from "../errors.ts";

/**
 * A run of events processed by one call, as plain data: it can be sent anywhere.
 * @see coffea.processor.executor.WorkItem
 */
export interface WorkItem {
  /** Place in the plan, from 0; accumulators merge by it. */
  readonly index: number;
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  /** Which of the plan's files. */
  readonly file: number;
  readonly entryStart: number;
  readonly entryStop: number;
  readonly fileuuid?: string | undefined;
  /** The dataset's own metadata. */
  readonly metadata: Metadata;
}

/** One file as it was found when the run was planned. */
export interface PlannedFile {
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  /** Events in the tree. */
  readonly entries: number;
  readonly fileuuid?: string | undefined;
}

/**
 * Which events are processed together. Floating-point sums are the same bits for the same plan, so
 * it belongs to the result.
 */
export interface ChunkPlan {
  readonly chunkSize: number;
  /** Most chunks taken of each dataset. */
  readonly maxChunks?: number | undefined;
  readonly files: readonly PlannedFile[];
  readonly items: readonly WorkItem[];
}

/** What `planChunks` needs of each file. */
export interface CountedFile extends PlannedFile {
  readonly metadata: Metadata;
  readonly steps?: readonly (readonly [number, number])[] | undefined;
}

/**
 * Entry ranges of nearly equal length, near `target`: n = max(round(entries / target), 1) of
 * ceil(entries / n) each, the last one shorter. An empty tree has the one range (0, 0), so that its
 * dataset shows in the result.
 * @see coffea/processor/executor.py, FileMeta.chunks (halves round to even, as Python's)
 */
export function entryRanges(entries: number, target: number): [number, number][] {
  const n = Math.max(roundHalfEven(entries / target), 1);
  const size = Math.ceil(entries / n);
  const ranges: [number, number][] = [];
  for (let start = 0; start < entries; start += size) {
    ranges.push([start, Math.min(start + size, entries)]);
  }
  return ranges.length > 0 ? ranges : [[0, 0]];
}

/**
 * The chunks of `files`, in order.
 *
 * @param options.chunkSize  events in a chunk, about
 * @param options.maxChunks  most chunks taken of each dataset
 */
export function planChunks(
  files: readonly CountedFile[],
  options: { chunkSize: number; maxChunks?: number | undefined },
): ChunkPlan {
  const { chunkSize, maxChunks } = options;
  requireCount("chunkSize", chunkSize);
  if (maxChunks !== undefined) requireCount("maxChunks", maxChunks);
  const items: WorkItem[] = [];
  const taken = new Map<string, number>();
  for (const [file, counted] of files.entries()) {
    const { dataset, filename, treename, entries, fileuuid, metadata, steps } = counted;
    for (const [entryStart, entryStop] of steps ?? entryRanges(entries, chunkSize)) {
      const count = taken.get(dataset) ?? 0;
      if (count === maxChunks) break;
      if (entryStop > entries) {
        throw new UsageError(
          `the fileset asks for entries ${entryStart} to ${entryStop} of ${filename}, whose tree "${treename}" has ${entries}`,
        );
      }
      taken.set(dataset, count + 1);
      const index = items.length;
      const place = { index, dataset, filename, treename, file, entryStart, entryStop };
      items.push({ ...place, fileuuid, metadata });
    }
  }
  const plain = files.map(({ dataset, filename, treename, entries, fileuuid }) => {
    return { dataset, filename, treename, entries, fileuuid };
  });
  return { chunkSize, maxChunks, files: plain, items };
}

function requireCount(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1)) {
    throw new UsageError(`${name} is a whole number of at least 1, not ${value}`);
  }
}

function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

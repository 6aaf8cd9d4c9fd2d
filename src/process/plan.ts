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
  /** Bytes of the file, where that is known. */
  readonly bytes?: number | undefined;
  /** Why it was left out, where it was: it has no items then. */
  readonly error?: string | undefined;
}

/**
 * Which events are processed together. Floating-point sums are the same bits for the same plan, so
 * it belongs to the result.
 */
export interface ChunkPlan {
  readonly chunkSize: number;
  /** Most chunks taken of each dataset. */
  readonly maxChunks?: number | undefined;
  /** Whether chunks end where clusters do. */
  readonly alignClusters?: boolean | undefined;
  readonly files: readonly PlannedFile[];
  readonly items: readonly WorkItem[];
}

/** What `planChunks` needs of each file. */
export interface CountedFile extends PlannedFile {
  readonly metadata: Metadata;
  readonly steps?: readonly (readonly [number, number])[] | undefined;
  /** Entries at which clusters begin, and the number of entries. */
  readonly clusters?: readonly number[] | undefined;
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
 * Entry ranges that end where clusters do, each of `target` entries at least, but for the last.
 *
 * @param clusters  entries at which clusters begin, and the number of entries
 * @see coffea/processor/executor.py, FileMeta.chunks with align_clusters
 */
export function clusterRanges(clusters: readonly number[], target: number): [number, number][] {
  const ends: number[] = [0];
  for (const entry of clusters) if (entry >= ends[ends.length - 1] + target) ends.push(entry);
  const last = clusters.at(-1) ?? 0;
  if (last !== ends.at(-1)) ends.push(last);
  const ranges = ends.slice(1).map((stop, i): [number, number] => [ends[i], stop]);
  return ranges.length > 0 ? ranges : [[0, 0]];
}

/** How events become chunks. */
export interface ChunkOptions {
  /** Events in a chunk, about. */
  readonly chunkSize: number;
  /** Most chunks taken of each dataset. */
  readonly maxChunks?: number | undefined;
  /** Whether chunks end where clusters do: nothing is decompressed twice then. */
  readonly alignClusters?: boolean | undefined;
}

/** The entry ranges of one file. */
export function rangesOf(
  { steps, entries, clusters }: Pick<CountedFile, "steps" | "entries" | "clusters">,
  { chunkSize, alignClusters }: ChunkOptions,
): readonly (readonly [number, number])[] {
  if (steps !== undefined) return steps;
  if (alignClusters && clusters !== undefined) return clusterRanges(clusters, chunkSize);
  return entryRanges(entries, chunkSize);
}

/** The chunks of `files`, in order. */
export function planChunks(files: readonly CountedFile[], options: ChunkOptions): ChunkPlan {
  const { chunkSize, maxChunks, alignClusters } = options;
  requireCount("chunkSize", chunkSize);
  if (maxChunks !== undefined) requireCount("maxChunks", maxChunks);
  const items: WorkItem[] = [];
  const taken = new Map<string, number>();
  for (const [file, counted] of files.entries()) {
    const { dataset, filename, treename, entries, fileuuid, metadata, error } = counted;
    if (error !== undefined) continue;
    for (const [entryStart, entryStop] of rangesOf(counted, options)) {
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
  const plain = files.map(({ metadata: _metadata, steps: _steps, clusters: _, ...file }) => file);
  return { chunkSize, maxChunks, alignClusters, files: plain, items };
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

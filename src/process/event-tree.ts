import type { AwkwardArray } from "../array/array.ts";
import type { SourceBranch } from "../events/source.ts";
import type { FileSource } from "./fileset.ts";

/** Which entries to read, and what stops the reading. */
export interface ReadRange {
  readonly entryStart: number;
  readonly entryStop: number;
  readonly signal?: AbortSignal | undefined;
}

/** A tree of events as executors use it: `Tree` of `hepwasm/root`, or anything like it. */
export interface EventTree {
  /** Number of events. */
  readonly entries: number;
  /** Names of the columns. */
  keys(): readonly string[];
  /** Entries at which pieces of all columns begin, and the number of entries. */
  commonEntryOffsets?(): readonly number[];
  /** What schemas need to know of the columns. */
  readonly branches?: readonly SourceBranch[] | undefined;
  /**
   * Reads columns at once. For an empty range too, the record array has a field of the right type
   * for each of `names`, in order.
   */
  arrays(names: readonly string[], range: ReadRange): Promise<AwkwardArray>;
}

/** An open file with trees. */
export interface EventFile {
  tree(name: string): EventTree | Promise<EventTree>;
  close(): void | Promise<void>;
  readonly uuid?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  /** Bytes fetched from the source up to now. */
  readonly bytesRead?: number | undefined;
}

/** Opens one file of a fileset. */
export type OpenFile = (
  source: FileSource,
  options: { signal?: AbortSignal | undefined },
) => Promise<EventFile>;

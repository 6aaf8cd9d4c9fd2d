import type { ChunkPlan } from "./plan.ts";

/** What the processing of one chunk took. */
export interface ChunkReport {
  /** Place in the plan. */
  readonly index: number;
  readonly dataset: string;
  readonly filename: string;
  readonly entries: number;
  /** Calls of `process`: 1, and one more for each column that was not expected. */
  readonly runs: number;
  /** Bytes fetched for it; for the first chunk of a dataset also those of the probe. */
  readonly bytesRead: number;
  /** Time spent in `process`, and waiting for columns. */
  readonly seconds: { readonly process: number; readonly read: number };
  /** Whether the result was found at the checkpoint: nothing was read then. */
  readonly restored?: boolean | undefined;
}

/** What became of one file of the fileset. */
export interface FileReport {
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  /**
   * "done": all its chunks are in the result; "partial": some could not be read; "bad": none could, or
   * it could not be opened; "unused": `maxChunks` or the fileset's steps leave none.
   */
  readonly status: "done" | "partial" | "bad" | "unused";
  /** Events in its tree, and in the result. */
  readonly entries: number;
  readonly entriesDone: number;
  readonly chunks: number;
  readonly bytesRead: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Entries left out, as `steps` of a fileset. */
  readonly failed: readonly (readonly [number, number])[];
  /** Why they were. */
  readonly error?: string | undefined;
}

/** What a run took and which plan its result belongs to. */
export interface RunReport {
  /** Events are summed by this plan: part of what the result is. */
  readonly plan: ChunkPlan;
  readonly entries: number;
  readonly bytesRead: number;
  /** Columns used, by dataset, in the order of first use. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Events a second, by the clock, from planning to merging. */
  readonly eventsPerSecond: number;
  readonly chunks: readonly ChunkReport[];
  /** What became of each file, in the fileset's order. */
  readonly files: readonly FileReport[];
  /** What went wrong and did no harm, such as a cache that cannot be written. */
  readonly warnings: readonly string[];
  /** Wall time by stage: planning, waiting for columns, `process` (probes included), merging. */
  readonly seconds: {
    readonly plan: number;
    readonly read: number;
    readonly process: number;
    readonly merge: number;
    readonly total: number;
  };
}

/** How far a run is. */
export interface Progress {
  /** Chunks. */
  readonly done: number;
  readonly total: number;
  readonly entriesDone: number;
  readonly entriesTotal: number;
  readonly bytesRead: number;
  readonly seconds: number;
}

/** Seconds since an arbitrary time. */
export function clock(): number {
  return performance.now() / 1000;
}

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
}

/** What a run took and which plan its result belongs to. */
export interface RunReport {
  /** Events are summed by this plan: part of what the result is. */
  readonly plan: ChunkPlan;
  readonly entries: number;
  readonly bytesRead: number;
  /** Columns used, by dataset, in the order of first use. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly chunks: readonly ChunkReport[];
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

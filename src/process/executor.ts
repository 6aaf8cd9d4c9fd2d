import type { ChunkError } from "../errors.ts";
import type { Schema } from "../events/schema.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { FaultOptions } from "./faults.ts";
import type { CountElsewhere, FilePool } from "./file-pool.ts";
import type { ChunkPlan, WorkItem } from "./plan.ts";
import type { Processor } from "./processor.ts";
import type { ChunkReport } from "./report.ts";

/** What an executor is given: the plan, and what to do with each of its items. */
export interface Work<Out> {
  readonly plan: ChunkPlan;
  readonly processor: Processor<Out>;
  /** The plan's files, open where planning left them so. The giver closes them. */
  readonly files: FilePool;
  readonly signal: AbortSignal | undefined;
  /** How branches become collections. */
  readonly schema?: Schema | undefined;
  /** How faults of files and workers are taken: see `remedyFor`. */
  readonly faults: FaultOptions;
  /** Where results of chunks are kept, and found again. */
  readonly checkpoint: Checkpoint | undefined;
  /** To be called after each chunk, in any order. */
  readonly onChunk: (report: ChunkReport) => void;
  /** To be called for each chunk that is left out; its place in the merge tree stays empty. */
  readonly onSkipped: (item: WorkItem, error: ChunkError) => void;
  /** To be called before each further attempt. */
  readonly onRetry: (item: WorkItem, error: ChunkError) => void;
}

/** What an executor hands back. */
export interface Executed<Out> {
  readonly out: Out;
  /** Columns used, by dataset. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly seconds: { readonly read: number; readonly process: number; readonly merge: number };
}

/**
 * Does the work of a plan somewhere: in this thread, in others, on other machines. All executors
 * merge results by `MergeTree`, and so give the same bits.
 */
export interface Executor {
  /**
   * Called before the files are counted: what takes time may begin meanwhile. `run` follows, or what is
   * returned is called.
   */
  prepare?(): () => Promise<void>;
  /**
   * For filesets of many files: who counts them, where the work is done. Default: the caller, one by one.
   * @param processor  what the run is going to need there; undefined where files are counted alone
   */
  counter?(
    processor: Processor<unknown> | undefined,
    signal: AbortSignal | undefined,
  ): CountElsewhere;
  /** What it makes processors with elsewhere: part of what a checkpoint knows results by. */
  readonly settings?: unknown;
  run<Out>(work: Work<Out>): Promise<Executed<Out>>;
}

import type { Schema } from "../events/schema.ts";
import type { FilePool } from "./file-pool.ts";
import type { ChunkPlan } from "./plan.ts";
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
  /** To be called after each chunk, in any order. */
  readonly onChunk: (report: ChunkReport) => void;
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
  run<Out>(work: Work<Out>): Promise<Executed<Out>>;
}

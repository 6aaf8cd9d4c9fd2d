export {
  type AccumulatorClass,
  type Mergeable,
  merge,
  type SendableAccumulator,
} from "./accumulate.ts";
export { accumulatorFromBytes, accumulatorToBytes } from "./accumulator-bytes.ts";
export { type ChunkStore, folderStore } from "./checkpoint.ts";
export { ColumnSuspension } from "./columns.ts";
export type { CountCache, CountedTree } from "./count-cache.ts";
export { DaskExecutor, type DaskOptions, type JobQueue } from "./dask.ts";
export type { EventFile, EventTree, OpenFile, ReadRange } from "./event-tree.ts";
export type { Executed, Executor, Work } from "./executor.ts";
export type { DatasetSpec, FileSource, FileSpec, Fileset } from "./fileset.ts";
export { parseFileset } from "./fileset-text.ts";
export { IterativeExecutor } from "./iterative.ts";
export { MergeTree } from "./merge-tree.ts";
export { type ChunkPlan, entryRanges, type PlannedFile, type WorkItem } from "./plan.ts";
export type { PlanOptions } from "./plan-run.ts";
export {
  type CountedFileset,
  failedSteps,
  filterFiles,
  type PreprocessOptions,
  preprocess,
  sliceChunks,
  sliceFiles,
} from "./preprocess.ts";
export type { Events, EventsMetadata, Processor, SchemaEvents } from "./processor.ts";
export type { ProgressStyle } from "./progress.ts";
export type { ChunkReport, FileReport, Progress, RunReport } from "./report.ts";
export { applyToFileset, type RunOptions, run, runWithReport } from "./run.ts";
export { serveProcessor } from "./serve-processor.ts";
export { WorkersExecutor, type WorkersOptions } from "./workers.ts";

import { ChunkError } from "../errors.ts";
import type { BridgeError } from "./dask-bridge.ts";
import type { Work } from "./executor.ts";
import { WorkerLostError } from "./faults.ts";
import type { ChunkTold } from "./item-runner.ts";
import type { SkippedChunk } from "./partial-result.ts";
import type { ChunkReport } from "./report.ts";
import { errorOf } from "./thread-messages.ts";

/** Passes on what is told of chunks, once for each. */
export class Told<Out> {
  readonly #work: Work<Out>;
  readonly #seen = new Set<number>();

  constructor(work: Work<Out>) {
    this.#work = work;
  }

  chunk({ report, skipped, retried }: ChunkTold): void {
    for (const { index, failure } of retried) {
      const item = this.#work.plan.items[index];
      const error = errorOf(failure, item);
      if (error instanceof ChunkError) this.#work.onRetry(item, error);
    }
    if (report !== undefined) this.done(report);
    if (skipped !== undefined) this.skipped(skipped);
  }

  done(report: ChunkReport): void {
    if (this.#first(report.index)) this.#work.onChunk(report);
  }

  skipped({ index, failure }: SkippedChunk): void {
    if (!this.#first(index)) return;
    const item = this.#work.plan.items[index];
    const error = errorOf(failure, item);
    this.#work.onSkipped(
      item,
      error instanceof ChunkError ? error : new ChunkError("read", item, item, error),
    );
  }

  /** A worker's child was lost: another one tries. */
  lost({ item: index, message }: BridgeError): void {
    if (index === undefined) return;
    const item = this.#work.plan.items[index];
    this.#work.onRetry(item, new ChunkError("process", item, item, new WorkerLostError(message)));
  }

  #first(index: number): boolean {
    if (this.#seen.has(index)) return false;
    this.#seen.add(index);
    return true;
  }
}

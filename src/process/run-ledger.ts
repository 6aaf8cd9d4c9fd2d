import type { ChunkError } from "../errors.ts";
import type { ChunkPlan, WorkItem } from "./plan.ts";
import type { ChunkReport, FileReport, Progress } from "./report.ts";

/** Counts what is done, read, left out and tried again, while a run goes on. */
export class RunLedger {
  readonly chunks: ChunkReport[] = [];
  readonly #plan: ChunkPlan;
  readonly #skipped: { readonly item: WorkItem; readonly error: ChunkError }[] = [];
  readonly #retries = new Map<number, number>();
  readonly #entriesTotal: number;
  #entriesDone = 0;
  #bytesDone = 0;
  #entriesSkipped = 0;

  constructor(plan: ChunkPlan) {
    this.#plan = plan;
    this.#entriesTotal = plan.items.reduce((sum, item) => sum + sizeOf(item), 0);
  }

  /** Events in the result. */
  get entries(): number {
    return this.#entriesDone;
  }

  /** Bytes read for the chunks. */
  get bytesRead(): number {
    return this.#bytesDone;
  }

  done(chunk: ChunkReport): void {
    this.chunks.push(chunk);
    this.#entriesDone += chunk.entries;
    this.#bytesDone += chunk.bytesRead;
  }

  skipped(item: WorkItem, error: ChunkError): void {
    this.#skipped.push({ item, error });
    this.#entriesSkipped += sizeOf(item);
  }

  retried({ file }: WorkItem): void {
    this.#retries.set(file, (this.#retries.get(file) ?? 0) + 1);
  }

  progress(seconds: number): Progress {
    return {
      done: this.chunks.length + this.#skipped.length,
      total: this.#plan.items.length,
      entriesDone: this.#entriesDone + this.#entriesSkipped,
      entriesTotal: this.#entriesTotal,
      bytesRead: this.#bytesDone,
      seconds,
    };
  }

  /** What became of each file; chunks in their order. */
  files(): FileReport[] {
    this.chunks.sort((a, b) => a.index - b.index);
    this.#skipped.sort((a, b) => a.item.index - b.item.index);
    const chunks = new Map<number, ChunkReport[]>();
    for (const chunk of this.chunks) {
      const { file } = this.#plan.items[chunk.index];
      const list = chunks.get(file) ?? [];
      list.push(chunk);
      chunks.set(file, list);
    }
    return this.#plan.files.map((file, index) => {
      const { dataset, filename, treename, entries } = file;
      const done = chunks.get(index) ?? [];
      const left = this.#skipped.filter(({ item }) => item.file === index);
      const bad = file.error !== undefined || left.length > 0;
      return {
        dataset,
        filename,
        treename,
        status: bad ? (done.length > 0 ? "partial" : "bad") : done.length > 0 ? "done" : "unused",
        entries,
        entriesDone: done.reduce((sum, chunk) => sum + chunk.entries, 0),
        chunks: done.length,
        bytesRead: done.reduce((sum, chunk) => sum + chunk.bytesRead, 0),
        retries: this.#retries.get(index) ?? 0,
        failed: left.map(({ item }) => [item.entryStart, item.entryStop] as const),
        ...(bad ? { error: file.error ?? left[0].error.message } : {}),
      };
    });
  }
}

function sizeOf({ entryStart, entryStop }: WorkItem): number {
  return entryStop - entryStart;
}

import { FormatError, UnsupportedError, UsageError } from "../errors.ts";
import type { FaultOptions } from "./faults.ts";
import type { FilePool } from "./file-pool.ts";
import { ItemRunner } from "./item-runner.ts";
import { PartialResult } from "./partial-result.ts";
import type { ChunkPlan } from "./plan.ts";
import { nameOfPlan } from "./plan-name.ts";
import type { Processor } from "./processor.ts";
import { type SentItem, sentItem } from "./sent-item.ts";

const VERSION = 1;

/** One part of a run, as a job of a batch system does it: plain JSON. */
export interface BatchPart {
  /** Of this form. */
  readonly hepwasmPart: number;
  /** Names the plan, and says how many chunks it has. */
  readonly plan: string;
  readonly count: number;
  /** The processor: `FILE.js#Name`, with an absolute path. */
  readonly processor: string;
  readonly schema?: string | undefined;
  readonly faults: FaultOptions;
  readonly items: readonly SentItem[];
}

/**
 * Cuts a plan into `parts` runs of chunks with about as many events each; fewer where there are fewer
 * chunks.
 */
export function cutPlan(
  plan: ChunkPlan,
  files: FilePool,
  parts: number,
  about: Pick<BatchPart, "processor" | "schema" | "faults">,
): BatchPart[] {
  const count = plan.items.length;
  const items = plan.items.map((item) => sentItem(item, plan, files, "batch jobs"));
  // A chunk without events still takes its time.
  const sizes = items.map(({ entryStart, entryStop }) => entryStop - entryStart + 1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const cut: SentItem[][] = [];
  const wanted = Math.min(parts, count);
  let before = 0;
  for (const [i, item] of items.entries()) {
    const due = Math.min(Math.floor((before / total) * wanted), wanted - 1);
    // Every part has a chunk: one that is due has begun, or as many parts are left as chunks.
    const begin = cut.length === 0 || due >= cut.length || count - i <= wanted - cut.length;
    if (begin && cut.length < wanted) cut.push([]);
    cut[cut.length - 1].push(item);
    before += sizes[i];
  }
  const name = nameOfPlan(plan);
  return cut.map((some) => ({ hepwasmPart: VERSION, plan: name, count, ...about, items: some }));
}

/** @throws FormatError for something else, UnsupportedError for a newer form */
export function batchPart(value: unknown): BatchPart {
  const part = value as BatchPart | null;
  const { hepwasmPart, items } = part ?? {};
  if (part === null || typeof hepwasmPart !== "number" || !Array.isArray(items)) {
    throw new FormatError('this is no part of a plan, as "hepwasm plan" writes them');
  }
  if (hepwasmPart > VERSION) {
    throw new UnsupportedError(
      `a part of a plan of form ${hepwasmPart}: this version of hepwasm reads up to ${VERSION}`,
      "newer plans",
    );
  }
  return part;
}

/**
 * Does one part of a run.
 *
 * @param options.onChunk  called after each chunk
 * @throws ChunkError
 */
export async function runPart(
  part: BatchPart,
  processor: Processor<unknown>,
  options: { signal?: AbortSignal; onChunk?: (result: PartialResult) => void } = {},
): Promise<PartialResult> {
  const result = new PartialResult(part.plan, part.count);
  result.processor = part.processor;
  const runner = new ItemRunner(processor, part.schema, part.faults, options.signal);
  try {
    for (const item of part.items) {
      await runner.process(item, result);
      options.onChunk?.(result);
    }
    return result;
  } catch (error) {
    result.dispose();
    throw error;
  } finally {
    await runner.close();
  }
}

/** Says which chunks are missing from a sum. @throws UsageError unless none is */
export function requireWhole(sum: PartialResult): void {
  const { missing, count } = sum;
  if (missing.length === 0) return;
  const shown = missing.slice(0, 10).join(", ");
  const more = missing.length > 10 ? ", …" : "";
  throw new UsageError(
    `${missing.length} of ${count} chunks are in none of the parts (${shown}${more}): do the parts that ` +
      "hold them",
  );
}

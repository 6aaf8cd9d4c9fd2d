import { ChunkError } from "../errors.ts";
import type { CountedTree } from "./count-cache.ts";
import type { FaultOptions } from "./faults.ts";
import { FilePool, type FileToCount } from "./file-pool.ts";
import { openFileInThread } from "./open-file.ts";
import { sentSource } from "./sent-item.ts";
import { errorOf, type Failure, failureOf } from "./thread-messages.ts";

/** A file to be counted by another process. */
export interface SentFile {
  /** Its place among those that are counted. */
  readonly index: number;
  readonly dataset: string;
  readonly filename: string;
  readonly treename: string;
  readonly othertrees?: readonly string[] | undefined;
  /** An absolute path, or a URL. */
  readonly source: string;
  readonly clusters: boolean;
}

/** Files that a process counts at a time: their latency is waited for once. */
const BATCH = 8;

/** Files to send, some at a time. @param where  who opens them, in messages */
export function sentFiles(
  files: readonly FileToCount[],
  where: string,
): { index: number; files: SentFile[] }[] {
  const sent = files.map(({ entry, clusters }, index): SentFile => {
    const { dataset, filename, treename, othertrees } = entry;
    const place = { dataset, filename, treename, othertrees, source: sentSource(entry, where) };
    return { index, ...place, clusters };
  });
  return Array.from({ length: Math.ceil(sent.length / BATCH) }, (_, i) => {
    return { index: i, files: sent.slice(i * BATCH, (i + 1) * BATCH) };
  });
}

interface Counted {
  readonly index: number;
  readonly found?: CountedTree | undefined;
  readonly failure?: Failure | undefined;
}

/** In the other process: opens files, and tells what is in them. @returns JSON */
export async function countSent(
  files: readonly SentFile[],
  { retries }: FaultOptions,
): Promise<Uint8Array> {
  const unknown = { metadata: {}, steps: undefined, entries: undefined, fileuuid: undefined };
  const count = async ({ index, clusters, ...place }: SentFile): Promise<Counted> => {
    const pool = new FilePool([{ ...place, ...unknown }], openFileInThread, undefined);
    try {
      const [found] = await pool.count({ retries, clusters });
      const { entries, treename, fileuuid, bytes, clusters: starts } = found;
      return { index, found: { entries, treename, fileuuid, bytes, clusters: starts } };
    } catch (error) {
      return { index, failure: failureOf(error) };
    } finally {
      await pool.closeAll();
    }
  };
  return new TextEncoder().encode(JSON.stringify(await Promise.all(files.map(count))));
}

/** Enters what `countSent` found into `all`. */
export function readCounted(
  bytes: Uint8Array,
  files: readonly FileToCount[],
  all: (CountedTree | ChunkError)[],
): void {
  const list = JSON.parse(new TextDecoder().decode(bytes)) as Counted[];
  for (const { index, found, failure } of list) {
    if (found !== undefined) all[index] = found;
    else if (failure !== undefined) {
      const cause = errorOf(failure.cause ?? failure, undefined);
      all[index] = new ChunkError("open", files[index].entry, undefined, cause);
    }
  }
}

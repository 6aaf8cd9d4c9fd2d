import { UsageError } from "../errors.ts";
import type { FilePool } from "./file-pool.ts";
import type { FileEntry } from "./fileset.ts";
import { nodeBuiltin } from "./node-builtin.ts";
import { openFile } from "./open-file.ts";
import type { ChunkPlan, WorkItem } from "./plan.ts";

/** A chunk as it is sent to other processes: with the place of its file, as they find it. */
export interface SentItem extends WorkItem {
  /** An absolute path, or a URL. */
  readonly source: string;
  /** Events in the file when the run was planned. */
  readonly entries: number;
}

/**
 * A chunk to send: relative paths become absolute ones.
 *
 * @param where  who opens the file, in messages: "Dask workers"
 * @throws UsageError for sources that have no path or URL
 */
export function sentItem(
  item: WorkItem,
  plan: ChunkPlan,
  files: FilePool,
  where: string,
): SentItem {
  if (!files.opensWith(openFile)) {
    throw new UsageError(
      `${where} open files themselves: { open } goes with the IterativeExecutor`,
    );
  }
  const { entries } = plan.files[item.file];
  return { ...item, source: sentSource(files.entries[item.file], where), entries };
}

/** A file's absolute path, or its URL. @throws UsageError where it has neither */
export function sentSource({ source, filename }: FileEntry, where: string): string {
  if (source instanceof URL) return source.href;
  if (typeof source !== "string") {
    throw new UsageError(`${where} open paths and URLs; ${filename} is neither`);
  }
  // One letter before the colon is a drive.
  if (/^[a-z][a-z0-9+.-]+:/i.test(source)) return source;
  const { resolve } = nodeBuiltin<typeof import("node:path")>("node:path", where);
  return resolve(source);
}

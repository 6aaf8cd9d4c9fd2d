import { AwkwardArray } from "../array/array.ts";
import { columnsOf, type Layout } from "../array/layout.ts";
import { share } from "../array/share.ts";
import { dispose, keep } from "../wasm/scope.ts";
import { byteCount } from "./byte-count.ts";

/**
 * Keeps columns for the next time: a `Map` would do, and never forget. What is set is the cache's
 * own: it may dispose of it when it forgets it.
 */
export interface ColumnCache {
  get(key: string): AwkwardArray | undefined;
  set(key: string, column: AwkwardArray): unknown;
}

/**
 * Columns up to a number of bytes in linear memory; those not used for longest are forgotten first.
 * @see uproot's `array_cache`
 */
export class ArrayCache implements ColumnCache {
  /** Bytes that it may hold. */
  readonly limit: number;
  readonly #columns = new Map<string, { column: AwkwardArray; bytes: number }>();
  #bytes = 0;

  /** @param limit  bytes, or a text such as "100 MB" @throws UsageError */
  constructor(limit: number | string = "100 MB") {
    this.limit = byteCount(limit, "the limit of a cache");
  }

  /** Bytes that it holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Columns that it holds. */
  get size(): number {
    return this.#columns.size;
  }

  get(key: string): AwkwardArray | undefined {
    const entry = this.#columns.get(key);
    if (entry === undefined) return undefined;
    this.#columns.delete(key);
    this.#columns.set(key, entry);
    return entry.column;
  }

  /** A column larger than the limit is not kept. */
  set(key: string, column: AwkwardArray): void {
    this.#forget(key);
    const bytes = bytesOf(column.layout);
    this.#columns.set(key, { column, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#columns.keys()) {
      if (this.#bytes <= this.limit) return;
      this.#forget(oldest);
    }
  }

  /** Forgets everything and frees it. */
  clear(): void {
    for (const key of [...this.#columns.keys()]) this.#forget(key);
  }

  #forget(key: string): void {
    const entry = this.#columns.get(key);
    if (entry === undefined) return;
    this.#columns.delete(key);
    this.#bytes -= entry.bytes;
    entry.column.dispose();
  }
}

/** Bytes of the columns of a layout. */
export function bytesOf(layout: Layout): number {
  let bytes = 0;
  for (const column of new Set(columnsOf(layout))) bytes += column.byteLength;
  return bytes;
}

/** Where columns are from, so that caches tell them apart. */
export interface CachePlace {
  /** Of the file's content. */
  readonly id: string;
  /** `file:tree`. */
  readonly path: string;
}

/**
 * Columns of entries `start` to `stop - 1`, from the cache where it has them.
 *
 * @param paths  of the branches
 * @param read  reads those that the cache does not have, by their places in `paths`
 */
export async function readThrough(
  cache: ColumnCache | undefined,
  { id, path }: CachePlace,
  paths: readonly string[],
  { start, stop }: { start: number; stop: number },
  read: (places: readonly number[]) => Promise<Layout[]>,
): Promise<Layout[]> {
  if (cache === undefined) return read(paths.map((_, i) => i));
  const keys = paths.map((branch) => JSON.stringify([id, path, branch, start, stop]));
  const layouts = keys.map((key) => cached(cache, key));
  const missing = keys.flatMap((_, i) => (layouts[i] === undefined ? [i] : []));
  try {
    const found = missing.length > 0 ? await read(missing) : [];
    for (const [k, i] of missing.entries()) layouts[i] = found[k];
  } catch (error) {
    dispose(layouts);
    throw error;
  }
  const all = layouts as Layout[];
  for (const i of missing) cache.set(keys[i], new AwkwardArray(keep(share(all[i]))));
  return all;
}

/** A handle of the caller's own on what the cache has. */
function cached(cache: ColumnCache, key: string): Layout | undefined {
  const column = cache.get(key);
  if (column === undefined) return undefined;
  for (const held of columnsOf(column.layout)) if (held.disposed) return undefined;
  return share(column.layout);
}

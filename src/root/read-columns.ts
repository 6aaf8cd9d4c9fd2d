import { type Layout, loaded, unreachable } from "../array/layout.ts";
import { FormatError, UnsupportedError } from "../errors.ts";
import type { Column } from "../wasm/column.ts";
import { dispose, scope } from "../wasm/scope.ts";
import { type BasketPlace, basketPlaces, openBasket } from "./basket.ts";
import type { StoredBranch } from "./branch.ts";
import { decodeFixed, decodeJagged, decodeLeafList, decodeVector, type Piece } from "./decode.ts";
import type { ByteRange, ByteSource, ReadOptions } from "./source.ts";

/** What reading a branch needs to know of its tree. */
export interface TreeContext {
  readonly source: ByteSource;
  /** Of the file's content, for caches. */
  readonly id: string;
  /** `file:tree`, for messages. */
  readonly path: string;
  /** The branch that holds the lengths of a branch's lists. */
  readonly counterOf: (branch: StoredBranch) => StoredBranch | undefined;
  /** The baskets of a branch, once worked out. */
  readonly places: Map<StoredBranch, readonly BasketPlace[]>;
}

/** Entries `start` to `stop - 1` of a branch. */
export interface ColumnRequest {
  readonly branch: StoredBranch;
  readonly start: number;
  readonly stop: number;
}

/** A column of counts, from entry `start` on. */
interface Counts {
  readonly data: Column;
  readonly start: number;
}

/**
 * Reads columns: the baskets of all of them in one `readMany`, then one after another. Nothing of a
 * failed call is left in memory.
 *
 * @throws FormatError, SourceError, UnsupportedError, MemoryError
 */
export async function readColumns(
  tree: TreeContext,
  requests: readonly ColumnRequest[],
  options: ReadOptions,
): Promise<Layout[]> {
  options.signal?.throwIfAborted();
  const needed = requests.map((request) => neededBaskets(tree, request));
  const ranges: ByteRange[] = [];
  for (const places of needed) for (const { record } of places) if (record) ranges.push(record);
  const records = await tree.source.readMany(ranges, options);
  let next = 0;
  const plans = requests.map((request, i) =>
    needed[i].map((place): Piece => {
      const basket = openBasket(place, place.record ? records[next++] : undefined);
      const from = Math.max(request.start - place.start, 0);
      return { basket, from, to: Math.min(request.stop, place.stop) - place.start };
    }),
  );
  const counts = await readCounts(tree, requests, plans, options);
  const layouts: Layout[] = [];
  try {
    for (const [i, { branch }] of requests.entries()) {
      options.signal?.throwIfAborted();
      layouts.push(scope(() => decode(branch, plans[i], counts, tree)));
    }
  } catch (error) {
    dispose(layouts);
    throw error;
  } finally {
    for (const { data } of counts.values()) data.dispose();
  }
  return layouts;
}

function neededBaskets(tree: TreeContext, { branch, start, stop }: ColumnRequest): BasketPlace[] {
  if (branch.unsupported !== undefined) {
    throw new UnsupportedError(
      `${tree.path}: branch "${branch.path}" (${branch.typename}) cannot be read: ${branch.unsupported}`,
      branch.typename,
    );
  }
  if (start >= stop) return [];
  let places = tree.places.get(branch);
  if (places === undefined) {
    places = basketPlaces(branch, tree.source, `${tree.path}:${branch.path}`);
    tree.places.set(branch, places);
  }
  return places.filter((place) => place.start < stop && place.stop > start);
}

/** Reads the counter branches of those lists whose baskets have no offsets. */
async function readCounts(
  tree: TreeContext,
  requests: readonly ColumnRequest[],
  plans: readonly (readonly Piece[])[],
  options: ReadOptions,
): Promise<Map<StoredBranch, Counts>> {
  const wanted = new Map<StoredBranch, ColumnRequest>();
  for (const [i, { branch }] of requests.entries()) {
    const { interpretation } = branch;
    if (interpretation.kind !== "jagged") continue;
    const without = plans[i].filter(({ basket }) => !basket.hasOffsets && basket.entries > 0);
    if (without.length === 0) continue;
    const counter = tree.counterOf(branch);
    if (counter?.interpretation.kind !== "fixed") {
      const path = `${tree.path}:${branch.path}`;
      throw new FormatError(
        `${path}: it has no offsets, and its counter "${interpretation.counter}" is no branch of numbers`,
        { path },
      );
    }
    const before = wanted.get(counter);
    const start = Math.min(before?.start ?? Infinity, without[0].basket.place.start);
    const stop = Math.max(before?.stop ?? 0, without[without.length - 1].basket.place.stop);
    wanted.set(counter, { branch: counter, start, stop });
  }
  const found = new Map<StoredBranch, Counts>();
  if (wanted.size === 0) return found;
  const columns = await readColumns(tree, [...wanted.values()], options);
  for (const [i, { branch, start }] of [...wanted.values()].entries()) {
    const layout = loaded(columns[i]);
    if (layout.kind === "flat") found.set(branch, { data: layout.data, start });
  }
  return found;
}

function decode(
  branch: StoredBranch,
  pieces: readonly Piece[],
  counts: Map<StoredBranch, Counts>,
  tree: TreeContext,
): Layout {
  const { interpretation } = branch;
  switch (interpretation.kind) {
    case "fixed":
      return decodeFixed(pieces, interpretation);
    case "leaflist":
      return decodeLeafList(pieces, interpretation);
    case "vector":
      return decodeVector(pieces, interpretation);
    case "jagged": {
      const counter = tree.counterOf(branch);
      const lengths = counter && counts.get(counter);
      return decodeJagged(pieces, interpretation, lengths?.data, lengths?.start ?? 0);
    }
    case "grouped":
    case "unsupported":
      throw new UnsupportedError(`branch "${branch.path}" has no data`, branch.typename);
    default:
      return unreachable(interpretation);
  }
}

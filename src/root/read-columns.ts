import { type Layout, loaded, unreachable } from "../array/layout.ts";
import type { Packed } from "../codec/packed.ts";
import type { Lot, Unpacker } from "../codec/unpacking.ts";
import { FormatError, UnsupportedError } from "../errors.ts";
import { dispose, scope } from "../wasm/scope.ts";
import { type BasketPlace, basketPlaces, openBasket } from "./basket.ts";
import type { StoredBranch } from "./branch.ts";
import { decodeFixed, decodeJagged, decodeLeafList, decodeVector, type Piece } from "./decode.ts";
import { type Counts, decodeStructured } from "./decode-structured.ts";
import type { Interpretation } from "./interpretation.ts";
import { borrowBuffers, type ReadBuffers } from "./read-buffers.ts";
import type { ByteRange, ByteSource, ReadOptions } from "./source.ts";
import { startUnpacking } from "./workers.ts";

/** Bytes on file of the columns that are read together; the next ones are fetched meanwhile. */
const GROUP_BYTES = 8 * 1024 * 1024;

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

/**
 * Reads columns, some at a time: while their baskets are decoded, the bytes of the next ones are on
 * their way. Nothing of a failed call is left in memory.
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
  refuseOverlaps(tree, requests, needed);
  const groups = inGroups(needed);
  const counts = new Map<StoredBranch, Counts>();
  const layouts: Layout[] = [];
  const unpacking = startUnpacking(options.workers, groups.length > 0);
  let start = 0;
  const stage = (group: Group): Promise<Staged> => {
    const wanted = requests.slice(start, start + group.length);
    start += group.length;
    return stageGroup(tree, wanted, group, unpacking, options);
  };
  let next: Promise<Staged> | undefined;
  try {
    for (const [i, group] of groups.entries()) {
      const { wanted, plans, lots, buffers } = await (next ?? stage(group));
      next = i + 1 < groups.length ? stage(groups[i + 1]) : undefined;
      next?.catch(() => undefined);
      await readCounts(tree, wanted, plans, counts, options);
      for (const [j, { branch }] of wanted.entries()) {
        if (unpacking && lots) await unpacking.settle(lots[j]);
        options.signal?.throwIfAborted();
        layouts.push(scope(() => decode(branch, plans[j], counts, tree)));
        if (unpacking && lots) unpacking.forget([lots[j]]);
      }
      buffers.end();
    }
  } catch (error) {
    dispose(layouts);
    await next?.catch(() => undefined);
    throw error;
  } finally {
    unpacking?.end();
    for (const { data } of counts.values()) data.dispose();
  }
  return layouts;
}

/** No byte of a file belongs to two branches: else it would give any multiple of itself. */
function refuseOverlaps(
  { source, path }: TreeContext,
  requests: readonly ColumnRequest[],
  needed: readonly (readonly BasketPlace[])[],
): void {
  const counted = new Set<StoredBranch>();
  let bytes = 0;
  for (const [i, { branch }] of requests.entries()) {
    if (counted.has(branch)) continue;
    counted.add(branch);
    for (const { record } of needed[i]) bytes += record?.length ?? 0;
  }
  if (bytes > source.size) {
    throw new FormatError(
      `${path}: the baskets of its branches overlap: they have ${bytes} bytes, the file ${source.size}`,
      { path },
    );
  }
}

/** Baskets of each of some columns. */
type Group = readonly (readonly BasketPlace[])[];

/** Columns whose bytes are there. */
interface Staged {
  readonly wanted: readonly ColumnRequest[];
  readonly plans: readonly (readonly Piece[])[];
  /** One for each column, where other threads help. */
  readonly lots: readonly Lot[] | undefined;
  readonly buffers: ReadBuffers;
}

/** Consecutive columns with no more bytes on file than GROUP_BYTES, unless it is one column. */
function inGroups(needed: readonly BasketPlace[][]): Group[] {
  const groups: BasketPlace[][][] = [];
  let room = 0;
  for (const places of needed) {
    const bytes = places.reduce((sum, { record }) => sum + (record?.length ?? 0), 0);
    if (groups.length === 0 || bytes > room) {
      groups.push([]);
      room = GROUP_BYTES;
    }
    groups[groups.length - 1].push(places);
    room -= bytes;
  }
  return groups;
}

async function stageGroup(
  { source }: TreeContext,
  wanted: readonly ColumnRequest[],
  group: Group,
  unpacking: Unpacker | undefined,
  options: ReadOptions,
): Promise<Staged> {
  const buffers = borrowBuffers();
  const ranges: ByteRange[] = [];
  for (const places of group) for (const { record } of places) if (record) ranges.push(record);
  const records = await source.readMany(ranges, { ...options, buffers });
  let next = 0;
  const plans = wanted.map(({ start, stop }, i) =>
    group[i].map((place): Piece => {
      const basket = openBasket(place, place.record ? records[next++] : undefined);
      const from = Math.max(start - place.start, 0);
      return { basket, from, to: Math.min(stop, place.stop) - place.start };
    }),
  );
  const helped = (piece: Piece): Packed[] => {
    const { packed } = piece.basket;
    return packed && unpacking?.helps(packed) ? [packed] : [];
  };
  const blocks = plans.map((pieces) => pieces.flatMap(helped));
  if (unpacking === undefined || blocks.every(({ length }) => length === 0)) {
    return { wanted, plans, lots: undefined, buffers };
  }
  const lots = unpacking.add(blocks);
  const withThem = plans.map((pieces, i) => withHelp(pieces, blocks[i], lots[i]));
  return { wanted, plans: withThem, lots, buffers };
}

/** Pieces that take their blocks from a lot. */
function withHelp(
  pieces: readonly Piece[],
  blocks: readonly Packed[],
  { parcels }: Lot,
): readonly Piece[] {
  let next = 0;
  return pieces.map((piece) => {
    const { basket } = piece;
    if (next === blocks.length || basket.packed !== blocks[next]) return piece;
    const parcel = parcels[next++];
    return { ...piece, basket: { ...basket, unpack: () => parcel.take() ?? basket.unpack() } };
  });
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

/** Adds the counter branches of those lists whose baskets have no offsets. */
async function readCounts(
  tree: TreeContext,
  requests: readonly ColumnRequest[],
  plans: readonly (readonly Piece[])[],
  counts: Map<StoredBranch, Counts>,
  options: ReadOptions,
): Promise<void> {
  const wanted = new Map<StoredBranch, ColumnRequest>();
  for (const [i, { branch }] of requests.entries()) {
    const { interpretation } = branch;
    const name = counterOf(interpretation);
    if (name === undefined) continue;
    const without = plans[i].filter(({ basket }) => !basket.hasOffsets && basket.entries > 0);
    if (without.length === 0) continue;
    const counter = tree.counterOf(branch);
    if (counter?.interpretation.kind !== "fixed") {
      const path = `${tree.path}:${branch.path}`;
      throw new FormatError(
        `${path}: it has no offsets, and its counter "${name}" is no branch of numbers`,
        { path },
      );
    }
    const before = wanted.get(counter) ?? rangeOf(counts.get(counter));
    const start = Math.min(before?.start ?? Infinity, without[0].basket.place.start);
    const stop = Math.max(before?.stop ?? 0, without[without.length - 1].basket.place.stop);
    if (start === before?.start && stop === before.stop) continue;
    wanted.set(counter, { branch: counter, start, stop });
  }
  if (wanted.size === 0) return;
  const columns = await readColumns(tree, [...wanted.values()], options);
  for (const [i, { branch, start }] of [...wanted.values()].entries()) {
    const layout = loaded(columns[i]);
    if (layout.kind !== "flat") continue;
    counts.get(branch)?.data.dispose();
    counts.set(branch, { data: layout.data, start });
  }
}

function rangeOf(counts: Counts | undefined): { start: number; stop: number } | undefined {
  return counts && { start: counts.start, stop: counts.start + counts.data.length };
}

/** The leaf that holds the lengths of a branch's lists. */
function counterOf(interpretation: Interpretation): string | undefined {
  if (interpretation.kind === "jagged") return interpretation.counter;
  return interpretation.kind === "structured" ? interpretation.counted?.counter : undefined;
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
    case "structured": {
      const counter = interpretation.counted && tree.counterOf(branch);
      const lengths = counter && counts.get(counter);
      const path = `${tree.path}:${branch.path}`;
      return decodeStructured(pieces, interpretation, { path, typename: branch.typename, lengths });
    }
    case "grouped":
    case "unsupported":
      throw new UnsupportedError(`branch "${branch.path}" has no data`, branch.typename);
    default:
      return unreachable(interpretation);
  }
}

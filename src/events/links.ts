import { AwkwardArray } from "../array/array.ts";
import { convert } from "../array/convert.ts";
import { add, equal, less, logicalAnd, notEqual } from "../array/functions.ts";
import { isLeaf, type Layout, type LoadedLayout, lazy, loaded } from "../array/layout.ts";
import { loadAll } from "../array/load.ts";
import { merge } from "../array/merge.ts";
import { fillNone } from "../array/missing.ts";
import { firsts } from "../array/pad.ts";
import { takeLayout } from "../array/select.ts";
import { share, shareColumn, tidy } from "../array/share.ts";
import { where } from "../array/where.ts";
import { FormatError, NotFoundError, ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import type { Collection } from "./collection.ts";
import type { Accessor, Collections } from "./schema.ts";

/** The numbers of a field, as int32. In the caller's scope. */
function integers(collection: Collection, field: string): Column<"int32"> {
  const now = collection.field(field);
  if (now.kind !== "flat") {
    throw new FormatError(`${collection.name}.${field} does not hold one number for each object`);
  }
  return convert(now.data, "int32");
}

function longs(collection: Collection, field: string): Column<"int64"> {
  const now = collection.field(field);
  if (now.kind !== "flat") throw new FormatError(`${collection.name}.${field} are no positions`);
  return convert(now.data, "int64");
}

function flat(data: Column<"int64">): Layout {
  return { kind: "flat", data: data as unknown as Column };
}

/** The event of each object. int64. */
export function eventIndex(collection: Collection): Layout {
  const { offsets } = collection;
  const n = offsets.length - 1;
  const out = reserve("int64", offsets.view()[n]);
  kernels.events_event_index(offsets.address, out.address, n);
  return flat(out);
}

/**
 * Positions in `target` of all events, of a field that holds positions in `target` of the own event.
 * int64; -1 for none.
 */
export function globalIndex(collection: Collection, field: string, target: Collection): Layout {
  const index = integers(collection, field);
  const { offsets } = collection;
  const out = reserve("int64", index.length);
  const [from, to] = [offsets.address, target.offsets.address];
  kernels.events_global_index(index.address, from, to, out.address, offsets.length - 1);
  return flat(out);
}

/** The nearest ancestor with another PDG number. int64; -1 for none. */
export function distinctParent(collection: Collection, parents: string, kinds: string): Layout {
  const [up, kind] = [longs(collection, parents), integers(collection, kinds)];
  const out = reserve("int64", up.length);
  const status = kernels.events_distinct_parent(up.address, kind.address, out.address, up.length);
  if (status === 0) return flat(out);
  throw new FormatError(`${collection.name}: particle ${status - 1} is its own ancestor`);
}

/** The objects whose `parents` each one is, in lists. int64. */
export function children(collection: Collection, parents: string): Layout {
  const up = longs(collection, parents);
  const n = up.length;
  const offsets = reserve("int32", n + 1);
  const total = kernels.events_children_offsets(up.address, offsets.address, n);
  const out = reserve("int64", total);
  const filled = reserve("int32", n);
  filled.view().fill(0);
  kernels.events_children(up.address, offsets.address, filled.address, out.address, n);
  return { kind: "list", offsets, content: flat(out) };
}

/**
 * The children of each particle's whole chain of equal PDG numbers that have another one, then the members
 * of the chain without children; only for the first of a chain, and if it has a parent. int64 in lists.
 */
export function deepChildren(collection: Collection, parents: string, kinds: string): Layout {
  const [up, kind] = [longs(collection, parents), integers(collection, kinds)];
  const n = up.length;
  const [heads, used, filled] = [0, 0, 0].map(() => reserve("int32", n));
  const [first, second, either] = [0, 0, 0].map(() => reserve("int64", n));
  used.view().fill(0);
  filled.view().fill(0);
  const [from, to] = [heads.address, used.address];
  const owners = [first.address, second.address] as const;
  kernels.events_deep_owners(up.address, kind.address, from, to, ...owners, either.address, n);
  const offsets = reserve("int32", n + 1);
  const total = kernels.events_children_offsets(either.address, offsets.address, n);
  const out = reserve("int64", total);
  for (const owner of owners) {
    kernels.events_children(owner, offsets.address, filled.address, out.address, n);
  }
  return { kind: "list", offsets, content: flat(out) };
}

/** Two fields as lists of two. int64. */
export function pairOf(collection: Collection, first: string, second: string): Layout {
  const [a, b] = [longs(collection, first), longs(collection, second)];
  const out = reserve("int64", 2 * a.length);
  kernels.events_interleave(a.address, b.address, out.address, a.length);
  const offsets = reserve("int32", a.length + 1);
  kernels.array_regular_offsets(offsets.address, a.length, 2);
  return { kind: "list", offsets, content: flat(out) };
}

/**
 * The objects of `target`, of all events one after another, as many for each object as the field `counts`
 * says: their positions, in lists. int64.
 *
 * @throws FormatError where there are more, or fewer
 */
export function partsByCount(collection: Collection, counts: string, target: Collection): Layout {
  const sizes = integers(collection, counts);
  const offsets = reserve("int32", sizes.length + 1);
  const status = kernels.events_offsets(sizes.address, offsets.address, sizes.length);
  const total = target.content.length;
  if (status !== 0 || offsets.view()[sizes.length] !== total) {
    throw new FormatError(
      `${collection.name}.${counts} counts other objects than the ${total} of "${target.name}"`,
    );
  }
  const places = reserve("int32", total);
  kernels.array_iota(places.address, total);
  return { kind: "list", offsets, content: flat(convert(places, "int64")) };
}

/** The same number for each object. float32. */
export function constant(collection: Collection, value: number): Layout {
  const out = reserve("float32", collection.content.length);
  out.view().fill(value);
  return { kind: "flat", data: out as unknown as Column };
}

/**
 * The objects of a collection at positions in it; missing where a position is negative or missing.
 * @see coffea.nanoevents.methods.base.NanoCollection._apply_global_index
 */
export function follow(
  index: AwkwardArray,
  { content }: { readonly content: Layout },
): AwkwardArray {
  const now = loadAll(index.layout);
  return scope(() => {
    const layout = atLeaves(now, (data): Layout => {
      return { kind: "option", index: convert(data, "int32"), content };
    });
    return new AwkwardArray(layout, { metadata: index.metadata });
  });
}

/** Numbers, -1 where they are missing, replaced by what is made of them; the lists around them stay. */
function atLeaves(layout: LoadedLayout, make: (data: Column) => Layout): Layout {
  switch (layout.kind) {
    case "flat":
      return make(layout.data);
    case "list": {
      const { offsets } = share(layout) as typeof layout;
      return { kind: "list", offsets, content: atLeaves(loaded(layout.content), make) };
    }
    case "regular":
      return { ...layout, content: atLeaves(loaded(layout.content), make) };
    case "option": {
      const content = loaded(layout.content);
      if (content.kind === "flat") {
        return atLeaves(loaded(fillNone(new AwkwardArray(layout), -1n).layout), make);
      }
      return { ...layout, index: shareColumn(layout.index), content: atLeaves(content, make) };
    }
    default:
      throw new ShapeError(`positions are numbers in lists, not ${layout.kind}s`);
  }
}

/** The objects at the positions that a field holds. */
export function byIndex(field: string, target: string): Accessor {
  return (array, all) => follow(array.field(field), all.collection(target));
}

/**
 * The objects that `ElementLink`s point to: missing for links that point nowhere, and for positions
 * that the collection does not have (they belong to another one).
 *
 * @param options.first  follows the first link of each innermost list; missing where there is none
 * @see coffea.nanoevents.methods.physlite
 */
export function byLink(
  field: string,
  target: string,
  { first = false }: { readonly first?: boolean } = {},
): Accessor {
  return (array, all) => {
    const collection = all.collection(target);
    const { key, position, within } = placesOf(array, field);
    return scope(() => {
      const there = logicalAnd(notEqual(key, 0), within(collection));
      const positions = where(there as AwkwardArray, position(collection), -1) as AwkwardArray;
      return follow(first ? firsts(positions, { axis: -1 }) : positions, collection);
    });
  };
}

/**
 * The objects that `ElementLink`s into several collections point to: records of the fields that all of
 * these have. Missing for links to others.
 *
 * @param targets  collections by the key of their links
 * @see coffea.nanoevents.methods.physlite, _element_link_multiple
 */
export function byLinks(field: string, targets: Readonly<Record<number, string>>): Accessor {
  return (array, all) => {
    const known = Object.entries(targets).flatMap(([hash, name]) => {
      const collection = found(all, name);
      return collection === undefined ? [] : [{ hash: Number(hash), collection }];
    });
    const collections = known.map(({ collection }) => collection);
    const { key, position, within } = placesOf(array, field);
    return scope(() => {
      let positions = where(equal(key, key) as AwkwardArray, -1, key) as AwkwardArray;
      let base = 0;
      for (const { hash, collection } of known) {
        const there = logicalAnd(equal(key, hash), within(collection)) as AwkwardArray;
        positions = where(there, add(position(collection), base), positions) as AwkwardArray;
        base += collection.content.length;
      }
      return follow(positions, { content: together(collections) });
    });
  };
}

/** Where links point to in a collection of all events. */
interface Places {
  readonly key: AwkwardArray;
  readonly position: (target: Collection) => AwkwardArray;
  /** Whether the event has as many. */
  readonly within: (target: Collection) => AwkwardArray;
}

/** The functions are to be called in a scope. */
function placesOf(array: AwkwardArray, field: string): Places {
  const links = array.field(field);
  const [key, index] = [links.field("m_persKey"), links.field("m_persIndex")].map(inMemory);
  const event = loadAll(array.field("_eventindex").layout);
  const bound = ({ offsets }: Collection, from: number): AwkwardArray => {
    const data = offsets.slice(from, from + offsets.length - 1) as unknown as Column;
    return new AwkwardArray(gather(event, { kind: "flat", data }));
  };
  const position = (target: Collection) => add(bound(target, 0), index) as AwkwardArray;
  const within = (target: Collection) => less(position(target), bound(target, 1)) as AwkwardArray;
  return { key, position, within };
}

function found(all: Collections, name: string): Collection | undefined {
  try {
    return all.collection(name);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** The objects of some collections, one after the other: records of the fields that all have. Lazy. */
function together(collections: readonly Collection[]): Layout {
  const all = collections.map(({ content }) => content);
  const [first, ...others] = all;
  if (first === undefined) return { kind: "record", fields: [], contents: [], length: 0 };
  const fields = first.fields.filter((name) => others.every((one) => one.fields.includes(name)));
  const length = all.reduce((sum, one) => sum + one.length, 0);
  const contents = fields.map((name) =>
    lazy(
      length,
      () => [],
      () => tidy(() => merge(collections.map((one) => loadAll(one.field(name))))),
    ),
  );
  return { ...first, fields, contents, length };
}

function inMemory(array: AwkwardArray): AwkwardArray {
  return new AwkwardArray(loadAll(array.layout), array);
}

/** The elements at the positions that are the leaves of `index`. */
function gather(index: Layout, from: Layout): Layout {
  const now = loaded(index);
  if (now.kind === "option") {
    return { ...now, content: gather(now.content, from) };
  }
  if (isLeaf(now) || now.kind === "record") {
    return atLeaves(now, (data) => takeLayout(from, convert(data, "int32")));
  }
  return now.kind === "list"
    ? { kind: "list", offsets: now.offsets, content: gather(now.content, from) }
    : { ...now, content: gather(now.content, from) };
}

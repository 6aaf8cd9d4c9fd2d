import { AxisError, ShapeError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { axisError } from "./axis.ts";
import { depthsOf, posAxis } from "./depth.ts";
import { joinLists } from "./join-lists.ts";
import { type Layout, type ListLayout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll } from "./load.ts";
import { merge, unionOf } from "./merge.ts";
import { compactContent, rebase } from "./offsets.ts";
import { knownOptions } from "./option-names.ts";
import { dropMissing } from "./present-values.ts";
import { sliceLayout, takeLayout } from "./select.ts";
import { share } from "./share.ts";
import { optionOf, optionsOfUnion, presentPositions } from "./union.ts";

/**
 * Joins the lists of one axis with those around them: by default (axis 1) lists of elements become
 * their elements, and missing lists are left out. `axis: 0` leaves out what is missing; `axis: null`
 * removes all lists and records and what is missing. Memory is shared where elements are adjacent.
 *
 * @throws AxisError when the array is not so deep; ShapeError for strings and records, whose parts
 *   are no elements
 * @see awkward.flatten
 */
export function flatten<Given extends AwkwardArray>(
  array: Given,
  options?: { readonly axis?: number | null | undefined },
): Given;
export function flatten(
  array: AwkwardArray,
  options: { readonly axis?: number | null | undefined } = {},
): AwkwardArray {
  checkArray(array, "flatten");
  const { axis = 1 } = knownOptions(options, ["axis"], "flatten");
  const { behavior, metadata } = array;
  const outer = loaded(array.layout);
  if (axis === 1 && outer.kind === "list") {
    // What lies in the lists may stay out of memory.
    return scope(() => new AwkwardArray(share(compactContent(outer)), { behavior, metadata }));
  }
  const layout = loadAll(array.layout);
  if (axis === null) {
    return scope(() => new AwkwardArray(merge(leaves(layout, true)), { metadata }));
  }
  return scope(() => {
    const outermost = axis === 0 || posAxis(layout, axis, 1) === 0;
    const made = outermost ? withoutMissing(layout) : joined(layout, axis, 1).flattened;
    return new AwkwardArray(share(made), { behavior, metadata });
  });
}

/**
 * All numbers, strings of an array one after another, without lists and records; missing values stay
 * at the innermost axis.
 *
 * @see awkward.ravel
 */
export function ravel(array: AwkwardArray): AwkwardArray {
  checkArray(array, "ravel");
  const layout = loadAll(array.layout);
  const { metadata } = array;
  return scope(() => new AwkwardArray(merge(leaves(layout, false)), { metadata }));
}

/** The elements that are there. */
function withoutMissing(layout: LoadedLayout): Layout {
  if (layout.kind === "empty") return { kind: "flat", data: reserve("float64", 0) as Column };
  if (layout.kind !== "option") {
    if (layout.kind !== "union") return layout;
    return unionWithoutMissing(layout);
  }
  const union = optionsOfUnion(layout);
  return union.kind === "union" ? unionWithoutMissing(union) : dropMissing(layout);
}

function unionWithoutMissing(union: LoadedLayout & { kind: "union" }): Layout {
  const n = union.tags.length;
  const index = reserve("int32", n);
  kernels.array_iota(index.address, n);
  for (const [tag, content] of union.contents.entries()) {
    const now = loaded(content);
    if (now.kind !== "option") continue;
    const [tags, positions] = [union.tags.address, union.index.address];
    kernels.array_union_missing(tags, positions, now.index.address, index.address, n, tag);
  }
  return takeLayout(union, presentPositions(index).positions);
}

/** What flattening makes of a layout: offsets where the lists around are to be joined. */
interface Joined {
  /** Of the lists that are gone, for the lists around them; none below. */
  readonly offsets: Column<"int32"> | undefined;
  readonly flattened: Layout;
}

/** @see awkward.contents.Content._offsets_and_flattened */
function joined(layout: Layout, axis: number, depth: number): Joined {
  const now = loaded(layout);
  const level = posAxis(now, axis, depth);
  if (level !== undefined && level + 1 === depth)
    throw new AxisError("axis=0 is not flattened here");
  switch (now.kind) {
    case "flat":
      throw axisError(axis, depth);
    case "empty":
      return { offsets: undefined, flattened: now };
    case "string":
      if (level === depth) {
        throw new ShapeError("strings are not flattened into their characters");
      }
      throw axisError(axis, depth);
    case "list":
    case "regular": {
      const lists = listsOf(now);
      if (level === depth) {
        return { offsets: rebase(lists.offsets), flattened: compactContent(lists) };
      }
      const inner = joined(compactContent(lists), axis, depth + 1);
      const own = rebase(lists.offsets);
      const { parameters } = now;
      if (inner.offsets === undefined) {
        const content = inner.flattened;
        return {
          offsets: undefined,
          flattened: { kind: "list", offsets: own, content, parameters },
        };
      }
      const offsets = reserve("int32", own.length);
      kernels.array_gather_32(inner.offsets.address, own.address, offsets.address, own.length);
      const content = inner.flattened;
      return { offsets: undefined, flattened: { kind: "list", offsets, content, parameters } };
    }
    case "option": {
      const { index, positions } = presentPositions(now.index);
      const { offsets, flattened } = joined(takeLayout(now.content, positions), axis, depth);
      if (offsets === undefined) {
        return { offsets, flattened: optionOf(index, flattened, now.parameters) };
      }
      const all = reserve("int32", index.length + 1);
      kernels.array_offsets_or_empty(index.address, offsets.address, all.address, index.length);
      return { offsets: all, flattened };
    }
    case "record": {
      if (level === depth) {
        throw new ShapeError(
          `records are not flattened, but their fields can be: ${now.fields.join(", ")}`,
        );
      }
      const contents = now.contents.map(
        (one) => joined(sliceLayout(one, 0, now.length), axis, depth).flattened,
      );
      const { fields, length, tuple } = now;
      return { offsets: undefined, flattened: { kind: "record", fields, contents, length, tuple } };
    }
    case "union":
      return joinedUnion(now, axis, depth);
    default:
      return now satisfies never;
  }
}

function joinedUnion(union: LoadedLayout & { kind: "union" }, axis: number, depth: number): Joined {
  const parts = union.contents.map((content) => joined(content, axis, depth));
  const lists = parts.map(({ offsets, flattened }) =>
    offsets === undefined ? undefined : ({ kind: "list", offsets, content: flattened } as const),
  );
  if (lists.some((one) => one === undefined)) {
    const contents = parts.map(({ flattened }) => flattened);
    return { offsets: undefined, flattened: unionOf({ ...union, contents }) };
  }
  // The lists of each type, in the order of the elements.
  const all = loaded(unionOf({ ...union, contents: lists as Layout[] }));
  if (all.kind !== "list") throw new Error("lists give lists");
  return { offsets: rebase(all.offsets), flattened: compactContent(all) };
}

/**
 * The innermost values of a layout, one part for each type: without lists and records.
 *
 * @param drop  whether missing values go, too
 * @see awkward._do.remove_structure
 */
export function leaves(layout: Layout, drop: boolean): Layout[] {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
      return [{ kind: "flat", data: now.data }];
    case "string":
    case "empty":
      return [now];
    case "list":
      return leaves(compactContent(now), drop);
    case "regular":
      return leaves(sliceLayout(now.content, 0, now.length * now.size), drop);
    case "record": {
      const parts = now.contents.flatMap((one) => leaves(sliceLayout(one, 0, now.length), drop));
      return parts.length === 0 ? [{ kind: "empty" }] : parts;
    }
    case "option": {
      const { least, branches } = depthsOf(now);
      if (!drop && !branches && least === 1 && loaded(now.content).kind !== "union") return [now];
      return leaves(dropMissing(now), drop);
    }
    case "union":
      return leaves(leavesOfUnion(now, drop), drop);
    default:
      return now satisfies never;
  }
}

/** The innermost values of values of several types, in the order of the elements. */
function leavesOfUnion(union: LoadedLayout & { kind: "union" }, drop: boolean): ListLayout {
  const n = union.tags.length;
  const lists = union.contents.map((content, tag): Layout => {
    if (kernels.array_count_tag(union.tags.address, n, tag) === 0) return { kind: "empty" };
    return innermost(eachAlone(content), drop);
  });
  const all = loaded(unionOf({ ...union, contents: lists }));
  if (all.kind === "list") return all;
  if (n === 0) return eachAlone({ kind: "empty" });
  throw new ShapeError("values of types that do not go together are not flattened");
}

/** Lists of one element each. */
function eachAlone(content: Layout): ListLayout {
  const offsets = reserve("int32", lengthOf(content) + 1);
  kernels.array_iota(offsets.address, offsets.length);
  return { kind: "list", offsets, content };
}

/** Lists of what is innermost in their elements. */
function innermost(list: ListLayout, drop: boolean): ListLayout {
  const content = loaded(compactContent(list));
  const offsets = rebase(list.offsets);
  const through = (inner: Column<"int32">, below: Layout): ListLayout => {
    const own = reserve("int32", offsets.length);
    kernels.array_gather_32(inner.address, offsets.address, own.address, offsets.length);
    return innermost({ kind: "list", offsets: own, content: below }, drop);
  };
  switch (content.kind) {
    case "list":
    case "regular": {
      const lists = listsOf(content);
      return through(rebase(lists.offsets), compactContent(lists));
    }
    case "option": {
      const { least, branches } = depthsOf(content);
      if (!drop && !branches && least === 1) return { kind: "list", offsets, content };
      const { index, positions } = presentPositions(content.index);
      const inner = reserve("int32", index.length + 1);
      const ones = reserve("int32", positions.length + 1);
      kernels.array_iota(ones.address, ones.length);
      kernels.array_offsets_or_empty(index.address, ones.address, inner.address, index.length);
      return through(inner, takeLayout(content.content, positions));
    }
    case "record": {
      const n = content.length;
      const fields = content.contents.map((one) =>
        innermost(eachAlone(sliceLayout(one, 0, n)), drop),
      );
      const joinedFields = joinLists(fields, n, false);
      return through(joinedFields.offsets, joinedFields.content);
    }
    case "union": {
      const inner = leavesOfUnion(content, drop);
      return through(rebase(inner.offsets), compactContent(inner));
    }
    default:
      return { kind: "list", offsets, content };
  }
}

import { DTypeError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { type Bins, groupByPosition, withoutMissing } from "./bins.ts";
import { depthsOf, levelFromEnd } from "./depth.ts";
import { type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { compactContent, rebase } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { presentElements } from "./present.ts";
import { dropMissing } from "./present-values.ts";
import type { Reducer } from "./reducers.ts";
import { sliceLayout } from "./select.ts";
import { shareColumn } from "./share.ts";

/** How the results of a reduction are laid out. */
export interface Shape {
  /** Whether a list of nothing gives a missing value. */
  readonly mask: boolean;
  /** Whether each result is a list of one, in place of the list that was reduced. */
  readonly keepdims: boolean;
}

/**
 * A reduction along one axis, or of everything; temporaries are left to the caller's scope.
 *
 * Missing values are left out; what is reduced over an outer axis is grouped by position in the
 * lists, so that lists of different lengths reduce to as many values as the longest has.
 *
 * @returns what remains; for a single value a layout of that one value, with `single`
 * @throws AxisError for an axis that is not there
 * @throws DTypeError for records
 * @throws UsageError for text and values of several types
 * @see awkward._do.reduce
 */
export function reduceLayout(
  layout: LoadedLayout,
  reducer: Reducer,
  axis: number | null,
  shape: Shape,
): { readonly layout: LoadedLayout; readonly single: boolean } {
  const level = axis === null ? null : levelFromEnd(layout, axis);
  const { least, branches } = depthsOf(layout);
  if (level === null || (level === 1 && least === 1 && !branches)) {
    return reduceAll(layout, reducer, shape);
  }
  if (level === least && !branches) {
    const whole = columnOf("int32", [0, lengthOf(layout)]);
    const reduced = reduceBins({ offsets: whole, content: layout }, reducer, shape);
    return { layout: onlyElement(reduced), single: false };
  }
  return { layout: loaded(along(layout, level, reducer, shape)), single: false };
}

/** The first element, which is a list. */
function onlyElement(layout: Layout): LoadedLayout {
  if (layout.kind === "regular") return loaded(sliceLayout(layout.content, 0, layout.size));
  if (layout.kind === "list") return loaded(compactContent(layout));
  throw new Error("a reduction over an outer axis gives lists");
}

/** One value, in as many lists of one as there were axes with `keepdims`. */
function reduceAll(
  layout: LoadedLayout,
  reducer: Reducer,
  shape: Shape,
): { readonly layout: LoadedLayout; readonly single: boolean } {
  const { mask, keepdims } = shape;
  const parts = withoutLists(layout);
  if (parts.length > 1) {
    throw new UsageError(`${reducer.name} cannot reduce values of several types to one`);
  }
  const part: Part = parts[0] ?? { content: { kind: "empty" }, around: [] };
  const offsets = columnOf("int32", [0, lengthOf(part.content)]);
  const one = { mask, keepdims: false };
  const value = reduceBins({ offsets, content: part.content }, reducer, one, true);
  if (!keepdims) return { layout: loaded(value), single: true };
  return { layout: loaded(inListsOfOne(loaded(value), part)), single: false };
}

/**
 * A value in as many lists as there were axes, all of one element; but of a regular dimension
 * without elements, which has no length of its own, nothing remains (as in Awkward).
 */
function inListsOfOne(value: LoadedLayout, { content, around }: Part): Layout {
  const sizes: number[] = [];
  let length = lengthOf(content);
  for (const size of [...around].reverse()) {
    sizes.unshift(length);
    length = size >= 0 && length === 0 ? 0 : 1;
  }
  const lengths = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a * b, length));
  if (around.length === 0) return value;
  let out = sliceLayout(value, 0, lengths[lengths.length - 1]);
  for (let i = sizes.length - 1; i >= 0; i--) {
    const size = i === sizes.length - 1 ? 1 : sizes[i];
    out = { kind: "regular", size, length: lengths[i], content: out };
  }
  return out;
}

/** What is left of a layout without lists, and the sizes of regular lists around it (-1 for others). */
interface Part {
  readonly content: LoadedLayout;
  readonly around: readonly number[];
}

function withoutLists(layout: Layout): Part[] {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
    case "record":
      return [{ content: now, around: [] }];
    case "list":
      return within(compactContent(now), -1);
    case "regular":
      return within(sliceLayout(now.content, 0, now.length * now.size), now.size);
    case "option": {
      const { least, branches } = depthsOf(now);
      if (least > 1 || branches) return withoutLists(dropMissing(now));
      return [{ content: now, around: [] }];
    }
    case "union": {
      const index = now.index.view();
      return Array.from(now.tags.view(), (tag, i) => {
        const element = sliceLayout(loaded(now.contents[tag]), index[i], index[i] + 1);
        return withoutLists(element);
      }).flat();
    }
    default:
      return now satisfies never;
  }
}

function within(content: Layout, size: number): Part[] {
  return withoutLists(content).map((part) => ({ ...part, around: [size, ...part.around] }));
}

/** Reduces lists of the given level, counted from the innermost, each on its own. */
function along(layout: Layout, level: number, reducer: Reducer, shape: Shape): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "option": {
      const { index, content } = presentElements(now);
      return missingWhere(index, along(content, level, reducer, shape));
    }
    case "list": {
      const content = loaded(now.content);
      if (!isReduced(content, level)) {
        const inner = along(compactContent(now), level, reducer, shape);
        return { kind: "list", offsets: rebase(now.offsets), content: inner };
      }
      if (content.kind === "flat") {
        return reduceBins({ offsets: now.offsets, content }, reducer, shape);
      }
      const bins = { offsets: rebase(now.offsets), content: loaded(compactContent(now)) };
      return reduceBins(bins, reducer, shape);
    }
    case "regular": {
      const { size, length } = now;
      const content = loaded(sliceLayout(now.content, 0, length * size));
      if (!isReduced(content, level)) {
        return { kind: "regular", size, length, content: along(content, level, reducer, shape) };
      }
      const offsets = reserve("int32", length + 1);
      kernels.array_regular_offsets(offsets.address, length, size);
      return reduceBins({ offsets, content }, reducer, shape);
    }
    default:
      return refuse(now, reducer);
  }
}

function isReduced(content: LoadedLayout, level: number): boolean {
  const { least, branches } = depthsOf(content);
  return !branches && least === level;
}

/** One value per bin, or one list per bin where the elements are lists. */
function reduceBins(bins: Bins, reducer: Reducer, shape: Shape, whole = false): Layout {
  const reduced = reduceContent(bins, reducer, shape.mask, whole);
  if (!shape.keepdims) return reduced;
  return { kind: "regular", size: 1, length: bins.offsets.length - 1, content: reduced };
}

function reduceContent(bins: Bins, reducer: Reducer, mask: boolean, whole: boolean): Layout {
  const { content } = bins;
  const n = bins.offsets.length - 1;
  switch (content.kind) {
    case "empty": {
      const data = reserve(reducer.untyped, 0) as Column;
      return reduceContent({ ...bins, content: { kind: "flat", data } }, reducer, mask, whole);
    }
    case "flat": {
      const data =
        whole && reducer.whole !== undefined
          ? reducer.whole(content.data)
          : reducer.lists(bins.offsets, content.data, bins.positions);
      if (!mask) return { kind: "flat", data };
      const index = reserve("int32", n);
      kernels.array_nonempty(bins.offsets.address, index.address, n);
      return { kind: "option", index, content: { kind: "flat", data } };
    }
    case "option": {
      const present = withoutMissing(bins, content, reducer.places === true);
      return reduceContent(present, reducer, mask, whole);
    }
    case "list": {
      const lists = rebase(content.offsets);
      const grouped = groupByPosition(bins.offsets, lists, compactContent(content));
      const inner = reduceContent(grouped, reducer, mask, false);
      return { kind: "list", offsets: shareColumn(grouped.groups), content: inner };
    }
    case "regular": {
      const { size } = content;
      const grouped = groupByPosition(bins.offsets, size, content.content);
      const inner = reduceContent(grouped, reducer, mask, false);
      return { kind: "regular", size, length: n, content: inner };
    }
    case "record":
    case "union":
    case "string":
      return refuse(content, reducer);
    default:
      return content satisfies never;
  }
}

function refuse(layout: LoadedLayout, { name }: Reducer): never {
  if (layout.kind === "record") {
    const { fields } = layout;
    throw new DTypeError(
      `${name} takes numbers, not records: take one of the fields ${fields.join(", ")}`,
    );
  }
  if (layout.kind === "union") {
    throw new UsageError(`${name} cannot reduce values of several types`);
  }
  throw new DTypeError(`${name} takes numbers, not ${layout.kind}s`);
}

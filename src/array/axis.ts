import { AxisError, UnsupportedError, UsageError } from "../errors.ts";
import { isLeaf, type Layout, type ListLayout, type LoadedLayout, loaded } from "./layout.ts";
import { regularOffsets } from "./offsets.ts";
import { shareColumn } from "./share.ts";

/** Number of axes: 1 for flat numbers and records, one more for each list around them. */
export function depthOf(layout: Layout): number {
  const now = loaded(layout);
  if (isLeaf(now) || now.kind === "record") return 1;
  return depthOf(now.content) + (now.kind === "option" ? 0 : 1);
}

/**
 * An axis counted from 0.
 * @throws AxisError when there is no such axis
 */
export function resolveAxis(axis: number, depth: number): number {
  const level = axis < 0 ? axis + depth : axis;
  if (!(Number.isInteger(level) && level >= 0 && level < depth)) throw axisError(axis, depth);
  return level;
}

/** For an axis that an array does not have. */
export function axisError(axis: number, depth: number): AxisError {
  return new AxisError(`axis=${axis} exceeds the depth of this array (${depth})`);
}

/** Lists of one size as lists of varying length. */
export function asList(layout: LoadedLayout): ListLayout {
  if (layout.kind === "list") return layout;
  if (layout.kind === "regular") {
    const offsets = regularOffsets(layout.length, layout.size);
    return { kind: "list", offsets, content: layout.content };
  }
  throw new UnsupportedError(`lists that may be missing cannot be used here yet`, "option");
}

/**
 * Replaces the lists at an axis (1 the outermost) by what `change` makes of them; it is told the size
 * of regular ones.
 */
export function atLists(
  layout: Layout,
  axis: number,
  change: (list: ListLayout, size?: number) => Layout,
): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "option":
      return {
        kind: "option",
        index: shareColumn(now.index),
        content: atLists(now.content, axis, change),
      };
    case "list":
      if (axis === 1) return change(now);
      return {
        kind: "list",
        offsets: shareColumn(now.offsets),
        content: atLists(now.content, axis - 1, change),
      };
    case "regular":
      if (axis === 1) return change(asList(now), now.size);
      return { ...now, content: atLists(now.content, axis - 1, change) };
    case "flat":
    case "string":
    case "union":
    case "empty":
    case "record":
      throw new UsageError("there are no lists at this axis");
    default:
      return now satisfies never;
  }
}

import { AxisError } from "../errors.ts";
import { type Layout, loaded } from "./layout.ts";

/** How deep an array is: axes from here on, and whether fields or types of a union differ in that. */
export interface Depth {
  /** Number of axes, of the least deep field where they differ; 1 for flat numbers. */
  readonly least: number;
  readonly branches: boolean;
}

/** Number of axes, also through the fields of records and the types of a union. */
export function depthsOf(layout: Layout): Depth {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
      return { least: 1, branches: false };
    case "option":
      return depthsOf(now.content);
    case "list":
    case "regular": {
      const { least, branches } = depthsOf(now.content);
      return { least: least + 1, branches };
    }
    case "record":
    case "union": {
      const depths = now.contents.map(depthsOf);
      if (depths.length === 0) return { least: 1, branches: false };
      const least = Math.min(...depths.map((depth) => depth.least));
      return { least, branches: depths.some((one) => one.branches || one.least !== least) };
    }
    default:
      return now satisfies never;
  }
}

/**
 * An axis counted from 0 where the layout begins; `undefined` for one counted from the end where that
 * end is not the same for all fields. It may be below 0, or beyond the depth.
 */
export function axisFromHere(layout: Layout, axis: number): number | undefined {
  if (axis >= 0) return axis;
  const { least, branches } = depthsOf(layout);
  return branches ? undefined : axis + least;
}

/**
 * How many axes from the innermost an axis is, 1 for the innermost itself: what reductions and sorts
 * count by.
 *
 * @throws AxisError when there is no such axis
 */
export function levelFromEnd(layout: Layout, axis: number): number {
  const { least, branches } = depthsOf(layout);
  const level = axis < 0 || branches ? -axis : least - axis;
  if (branches && level <= 0) {
    throw new AxisError(
      `axis=${axis} is not the same depth in every field: count it from the innermost, as axis=-1`,
    );
  }
  if (!(Number.isInteger(level) && level > 0 && level <= least)) {
    throw new AxisError(`axis=${axis} exceeds the depth of this array (${least})`);
  }
  return level;
}

/**
 * An axis counted from 0 where the array begins, as seen from a layout within it at `depth` (1 the
 * outermost); `undefined` as for {@link axisFromHere}.
 * @see awkward._layout.maybe_posaxis
 */
export function posAxis(layout: Layout, axis: number, depth: number): number | undefined {
  if (axis >= 0) return axis;
  const here = axisFromHere(layout, axis);
  return here === undefined ? undefined : here + depth - 1;
}

/** Fewest and most axes of the parts of an array. @see awkward.contents.Content.minmax_depth */
export function minmaxDepth(layout: Layout): readonly [least: number, most: number] {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
      return [1, 1];
    case "option":
      return minmaxDepth(now.content);
    case "list":
    case "regular": {
      const [least, most] = minmaxDepth(now.content);
      return [least + 1, most + 1];
    }
    case "record":
    case "union": {
      const depths = now.contents.map(minmaxDepth);
      if (depths.length === 0) return [1, 1];
      return [
        Math.min(...depths.map(([least]) => least)),
        Math.max(...depths.map(([, most]) => most)),
      ];
    }
    default:
      return now satisfies never;
  }
}

/** Number of axes down to records or the innermost; -1 where the types of a union differ in that. */
export function purelistDepth(layout: Layout): number {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "empty":
    case "record":
      return 1;
    case "option":
      return purelistDepth(now.content);
    case "list":
    case "regular": {
      const depth = purelistDepth(now.content);
      return depth < 0 ? depth : depth + 1;
    }
    case "union": {
      const depths = now.contents.map(purelistDepth);
      return depths.every((depth) => depth === depths[0]) ? (depths[0] ?? 1) : -1;
    }
    default:
      return now satisfies never;
  }
}

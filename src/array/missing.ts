import { UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { atLists, depthOf, resolveAxis } from "./axis.ts";
import { loadDeep } from "./broadcast.ts";
import { convert } from "./convert.ts";
import { dropMissing, presentOnly } from "./flatten.ts";
import { isLeaf, type Layout, type LoadedLayout, lengthOf, loaded } from "./layout.ts";
import { promote, type Scalar, scalarType } from "./promote.ts";
import { share, shareColumn } from "./share.ts";

/** Which axis to look at. */
export interface AxisOptions {
  /** 0 the outermost axis, -1 the innermost. */
  readonly axis?: number | null | undefined;
}

/**
 * Numbers in place of the missing ones. As in Awkward, the dtype is what the numbers and the value
 * promote to: an integral value counts as int64, any other number as float64.
 *
 * @param options.axis  -1 (default) or `null`: the innermost
 * @throws UnsupportedError for an outer axis, where lists are missing
 * @see awkward.fill_none
 */
export function fillNone(
  array: AwkwardArray,
  value: Scalar,
  { axis = -1 }: AxisOptions = {},
): AwkwardArray {
  checkArray(array, "fillNone");
  const layout = loadDeep(array.layout);
  const depth = depthOf(layout);
  if (axis !== null && resolveAxis(axis, depth) !== depth - 1) {
    throw new UnsupportedError("missing lists cannot be filled with a number", "fillNone");
  }
  return scope(() => new AwkwardArray(fill(layout, value), { metadata: array.metadata }));
}

function fill(layout: Layout, value: Scalar): Layout {
  const now = loaded(layout);
  switch (now.kind) {
    case "flat":
    case "string":
    case "union":
    case "empty":
      return share(now);
    case "record":
      throw new UsageError(`fill one of the fields ${now.fields.join(", ")}, not the records`);
    case "list":
      return {
        kind: "list",
        offsets: shareColumn(now.offsets),
        content: fill(now.content, value),
      };
    case "regular":
      return { ...now, content: fill(now.content, value) };
    case "option": {
      const content = loaded(now.content);
      if (content.kind === "flat") {
        return { kind: "flat", data: fillColumn(content.data, now.index, value) };
      }
      return { kind: "option", index: shareColumn(now.index), content: fill(content, value) };
    }
    default:
      return now satisfies never;
  }
}

function fillColumn(data: Column, index: Column<"int32">, value: Scalar): Column {
  const dtype = promote(data.dtype, scalarType(value));
  const from = convert(data, dtype);
  const one = columnOf(dtype, [value.valueOf()]);
  const out = reserve<DType>(dtype, index.length);
  const bits = (8 * itemSize(dtype)) as 8 | 16 | 32 | 64;
  const kernel = kernels[`array_fill_${bits}`];
  kernel(from.address, index.address, one.address, out.address, index.length);
  return out;
}

/**
 * Whether each element of an axis (0 by default) is missing, as bool.
 * @see awkward.is_none
 */
export function isNone(
  array: AwkwardArray,
  { axis = 0 }: { readonly axis?: number } = {},
): AwkwardArray {
  checkArray(array, "isNone");
  const layout = loadDeep(array.layout);
  const level = resolveAxis(axis, depthOf(layout));
  return scope(() => {
    if (level === 0) return new AwkwardArray(missingMask(layout));
    const made = atLists(layout, level, ({ offsets, content }) => ({
      kind: "list",
      offsets: shareColumn(offsets),
      content: missingMask(loaded(content)),
    }));
    return new AwkwardArray(made);
  });
}

function missingMask(layout: LoadedLayout): Layout {
  const n = lengthOf(layout);
  const out = reserve("bool", n);
  if (layout.kind === "option") {
    kernels.array_is_present(layout.index.address, out.address, n);
    const view = out.view();
    for (let i = 0; i < n; i++) view[i] ^= 1;
  } else out.view().fill(0);
  return { kind: "flat", data: out as unknown as Column };
}

/**
 * The elements that are not missing: of all axes by default, or of one.
 *
 * @see awkward.drop_none
 */
export function dropNone(array: AwkwardArray, { axis = null }: AxisOptions = {}): AwkwardArray {
  checkArray(array, "dropNone");
  const layout = loadDeep(array.layout);
  const level = axis === null ? null : resolveAxis(axis, depthOf(layout));
  return scope(
    () =>
      new AwkwardArray(drop(layout, level), {
        behavior: array.behavior,
        metadata: array.metadata,
      }),
  );
}

/** @param axis  counted from this layout on; `null` for all */
function drop(layout: Layout, axis: number | null): Layout {
  const now = loaded(layout);
  if (now.kind === "option") {
    if (axis === null || axis === 0) return drop(dropMissing(now), axis);
    return { kind: "option", index: shareColumn(now.index), content: drop(now.content, axis) };
  }
  if (isLeaf(now) || now.kind === "record" || axis === 0) return share(now);
  const next = axis === null ? null : axis - 1;
  const inner = loaded(now.content);
  if (inner.kind === "option" && (next === null || next === 0)) {
    return atLists(now, 1, (list) => {
      if (loaded(inner.content).kind !== "flat") {
        throw new UnsupportedError("missing lists within lists cannot be dropped yet", "dropNone");
      }
      const { offsets, content } = presentOnly(list);
      return {
        kind: "list",
        offsets: shareColumn(offsets),
        content: { kind: "flat", data: content },
      };
    });
  }
  if (now.kind === "regular") return { ...now, content: drop(inner, next) };
  return { kind: "list", offsets: shareColumn(now.offsets), content: drop(inner, next) };
}

import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray } from "./array.ts";
import { axisError } from "./axis.ts";
import { convert } from "./convert.ts";
import { posAxis } from "./depth.ts";
import { type Layout, type LoadedLayout, loaded } from "./layout.ts";
import { listsOf } from "./lists.ts";
import { loadAll, loadDeep } from "./load.ts";
import { knownOptions } from "./option-names.ts";
import { changeWithin } from "./walk.ts";

/**
 * Length of each list at `axis` (1 by default), as int64; for axis 0 the length of the array. Below the
 * innermost lists strings count their bytes.
 *
 * @throws AxisError when the array is not so deep
 * @see awkward.num
 */
export function num(array: AwkwardArray, options: { readonly axis: 0 }): number;
export function num(
  array: AwkwardArray,
  options?: { readonly axis?: number | undefined },
): AwkwardArray;
export function num(
  array: AwkwardArray,
  options: { readonly axis?: number | undefined } = {},
): AwkwardArray | number {
  checkArray(array, "num");
  const { axis = 1 } = knownOptions(options, ["axis"], "num");
  const layout = isWithinLists(array.layout, axis) ? loadDeep(array.layout) : loadAll(array.layout);
  if (posAxis(layout, axis, 1) === 0) return array.length;
  return scope(() => {
    const counts = changeWithin(layout, (now, depth) => {
      const lists = now.kind === "list" || now.kind === "regular" || now.kind === "string";
      if (lists && posAxis(now, axis, depth) === depth) return lengths(now);
      if (now.kind === "string") throw axisError(axis, depth + 1);
      const leaf = now.kind === "flat" || now.kind === "empty";
      if (leaf || (now.kind === "record" && now.fields.length === 0)) throw axisError(axis, depth);
      return undefined;
    });
    return new AwkwardArray(counts, { metadata: array.metadata });
  });
}

/** Whether an axis is one of the lists around records: their fields need not be loaded then. */
function isWithinLists(layout: Layout, axis: number): boolean {
  if (axis <= 0) return false;
  const now = loaded(layout);
  if (now.kind === "option") return isWithinLists(now.content, axis);
  if (now.kind !== "list" && now.kind !== "regular") return false;
  return axis === 1 || isWithinLists(now.content, axis - 1);
}

/** The length of each list. */
export function lengthsOf(offsets: Column<"int32">): Column<"int64"> {
  const out = reserve("int64", offsets.length - 1);
  kernels.array_num(offsets.address, out.address, out.length);
  return out;
}

function lengths(layout: LoadedLayout & { kind: "list" | "regular" | "string" }): LoadedLayout {
  const width = layout.kind === "list" ? layout.width : undefined;
  const data = lengthsOf(listsOf(layout).offsets) as unknown as Column;
  return { kind: "flat", data: width === undefined ? data : convert(data, width) };
}

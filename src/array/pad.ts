import { AxisError, DTypeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { AwkwardArray, checkArray, type Element } from "./array.ts";
import { atAxis } from "./at-axis.ts";
import { axisFromHere } from "./depth.ts";
import { type Layout, type LoadedLayout, lengthOf } from "./layout.ts";
import { loadDeep } from "./load.ts";
import { regularOffsets } from "./offsets.ts";
import { missingWhere } from "./option.ts";
import { knownOptions } from "./option-names.ts";
import { presentElements } from "./present.ts";
import { share } from "./share.ts";

/** Options of {@link padNone}. */
export interface PadOptions {
  /** Which lists: 1 (default) those of the array, 0 the array itself. */
  readonly axis?: number | undefined;
  /** Whether longer lists are cut, so that all are of one length (no by default). */
  readonly clip?: boolean | undefined;
}

/**
 * Lists of at least `target` elements: shorter ones end in missing values. With `clip` they become lists
 * of one size.
 *
 * @throws AxisError for an axis that is not there
 * @see awkward.pad_none
 */
export function padNone<Given extends AwkwardArray>(
  array: Given,
  target: number,
  options?: PadOptions,
): Given;
export function padNone(
  array: AwkwardArray,
  target: number,
  options: PadOptions = {},
): AwkwardArray {
  checkArray(array, "padNone");
  const { axis = 1, clip = false } = knownOptions(options, ["axis", "clip"], "padNone");
  if (!(Number.isInteger(target) && target >= 0)) {
    throw new UsageError(`lists are padded to a length from 0, not to ${target}`);
  }
  const layout = loadDeep(array.layout);
  return scope(() => new AwkwardArray(padded(layout, target, axis, clip), array));
}

function padded(layout: LoadedLayout, target: number, axis: number, clip: boolean): Layout {
  return atAxis(layout, axis, {
    elements(now) {
      const length = lengthOf(now);
      const plain = now.kind === "flat" && now.indexed !== true;
      if (plain && !clip && target < length) return share(now);
      const count = clip || now.kind === "empty" ? target : Math.max(target, length);
      const whole = columnOf("int32", [0, length]);
      return missingWhere(padIndex(whole, columnOf("int32", [0, count]), count), share(now));
    },
    lists(list) {
      if (list.kind === "string") throw new DTypeError("text is not padded with missing values");
      const { content } = list;
      if (list.kind === "list" && !clip) {
        const n = list.offsets.length - 1;
        const { address } = list.offsets;
        if (list.scattered && kernels.array_shortest(address, n) > target) return share(list);
        const offsets = reserve("int32", n + 1);
        if (kernels.array_pad_offsets(address, offsets.address, n, target) !== 0) {
          throw new UnsupportedError("padded lists hold more than 2^31 elements", "size");
        }
        const index = padIndex(list.offsets, offsets, offsets.view()[n]);
        return { kind: "list", offsets, content: missingWhere(index, share(content)) };
      }
      if (list.kind === "regular" && !clip && target < list.size) return share(list);
      const length = lengthOf(list);
      const lists = list.kind === "list" ? list.offsets : regularOffsets(length, list.size);
      const index = padIndex(lists, regularOffsets(length, target), target * length);
      return {
        kind: "regular",
        size: target,
        length,
        content: missingWhere(index, share(content)),
      };
    },
  });
}

/** Positions of the elements of lists that became longer or shorter, -1 for those added. */
function padIndex(lists: Column<"int32">, to: Column<"int32">, total: number): Column<"int32"> {
  const index = reserve("int32", total);
  kernels.array_pad_index(lists.address, to.address, index.address, lists.length - 1);
  return index;
}

/**
 * The first element of each list, missing for an empty one; with axis 0 the first element of the array,
 * `null` when there is none.
 *
 * @param options.axis  1 by default
 * @throws AxisError for an axis that is not there
 * @see awkward.firsts
 */
export function firsts(array: AwkwardArray, options: { readonly axis: 0 }): Element;
export function firsts<Given extends AwkwardArray>(
  array: Given,
  options?: { readonly axis?: number },
): Given;
export function firsts(
  array: AwkwardArray,
  options: { readonly axis?: number } = {},
): AwkwardArray | Element {
  checkArray(array, "firsts");
  const { axis = 1 } = knownOptions(options, ["axis"], "firsts");
  const layout = loadDeep(array.layout);
  if (axisFromHere(layout, axis) === 0) return array.length === 0 ? null : array.at(0);
  return scope(() => {
    const first = atAxis(layout, axis, {
      elements: () => undefined,
      leafRecords: true,
      lists(list) {
        if (list.kind === "string") throw new AxisError("text has no inner axis");
        const n = lengthOf(list);
        const lists = list.kind === "list" ? list.offsets : regularOffsets(n, list.size);
        const index = reserve("int32", n);
        kernels.array_first_index(lists.address, index.address, n);
        return missingWhere(index, share(list.content));
      },
    });
    return new AwkwardArray(first, array);
  });
}

/**
 * Each value as a list of one, each missing value as an empty list.
 *
 * @param options.axis  whose elements; 0 by default
 * @throws AxisError for an axis that is not there
 * @see awkward.singletons
 */
export function singletons<Given extends AwkwardArray>(
  array: Given,
  options?: { readonly axis?: number },
): Given;
export function singletons(
  array: AwkwardArray,
  options: { readonly axis?: number } = {},
): AwkwardArray {
  checkArray(array, "singletons");
  const { axis = 0 } = knownOptions(options, ["axis"], "singletons");
  const layout = loadDeep(array.layout);
  return scope(() => {
    const single = atAxis(layout, axis, {
      leafRecords: true,
      elements(now) {
        if (now.kind === "union" || (now.kind === "record" && !now.indexed)) return undefined;
        const n = lengthOf(now);
        if (now.kind !== "option") {
          return { kind: "list", offsets: regularOffsets(n, 1), content: share(now) };
        }
        const offsets = reserve("int32", n + 1);
        kernels.array_singleton_offsets(now.index.address, offsets.address, n);
        return { kind: "list", offsets, content: presentElements(now).content };
      },
    });
    return new AwkwardArray(single, { metadata: array.metadata });
  });
}

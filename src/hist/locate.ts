import { UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type Axis,
  axisSize,
  type IntCategoryAxis,
  type RegularAxis,
  unreachable,
  type VariableAxis,
} from "./axis.ts";

/** Finds the codes of blocks of values on one axis; see assembly/hist/codes.ts. */
export interface Locator {
  /**
   * Writes codes from entry `from` on.
   *
   * @param values  f64[n]; overwritten where the axis is transformed, if they lie in scratch memory
   * @param codes  i32[n]
   * @param scratch  f64[n], for transformed values
   * @returns n, or for an axis that grows the entry that needs new bins
   */
  locate(values: Address, codes: Address, from: number, n: number, scratch: Address): number;
  /** Frees the look-up tables. */
  dispose(): void;
}

const nothing = (): void => {};

/** A locator for any axis but string categories. */
export function locatorOf(axis: Exclude<Axis, { kind: "strCategory" }>): Locator {
  switch (axis.kind) {
    case "regular":
      return { locate: regularLocate(axis), dispose: nothing };
    case "variable":
      return variableLocator(axis);
    case "integer": {
      const { start, circular, growth } = axis;
      const bins = axisSize(axis);
      const locate: Locator["locate"] = (values, codes, from, n) =>
        kernels.hist_codes_integer(
          ...([values, codes, from, n, start, bins, Number(circular), Number(growth)] as const),
        );
      return { locate, dispose: nothing };
    }
    case "intCategory":
      return categoryLocator(axis);
    case "boolean": {
      const locate: Locator["locate"] = (values, codes, _from, n) =>
        kernels.hist_codes_boolean(values, codes, n);
      return { locate, dispose: nothing };
    }
    default:
      return unreachable(axis);
  }
}

function regularLocate(axis: RegularAxis): Locator["locate"] {
  const { min, delta, bins, growth, circular, overflow, transform } = axis;
  if (growth) {
    return (values, codes, from, n) =>
      kernels.hist_codes_regular_growth(values, codes, from, n, min, delta, bins);
  }
  if (circular) {
    return (values, codes, _from, n) =>
      kernels.hist_codes_regular_circular(values, codes, n, min, delta, bins);
  }
  const closed = Number(!overflow);
  return (values, codes, _from, n, scratch) => {
    let x = values;
    if (transform !== undefined) {
      x = scratch;
      if (transform.kind === "log") kernels.hist_transform_log(values, x, n);
      else if (transform.kind === "sqrt") kernels.hist_transform_sqrt(values, x, n);
      else kernels.hist_transform_pow(values, x, n, transform.power);
    }
    return kernels.hist_codes_regular(x, codes, n, min, delta, bins, closed);
  };
}

function variableLocator(axis: VariableAxis): Locator {
  const edges = columnOf("float64", axis.edges);
  const bins = axisSize(axis);
  const closed = Number(!axis.overflow);
  const circular = Number(axis.circular);
  const locate: Locator["locate"] = (values, codes, from, n) =>
    axis.growth
      ? kernels.hist_codes_variable_growth(values, codes, from, n, edges.address, bins)
      : kernels.hist_codes_variable(values, codes, n, edges.address, bins, closed, circular);
  return { locate, dispose: () => edges.dispose() };
}

function categoryLocator(axis: IntCategoryAxis): Locator {
  const { categories, growth } = axis;
  let slots = 8;
  while (slots < 2 * (categories.length + 1)) slots *= 2;
  const table: Column<"float64"> = reserve("float64", slots + slots / 2);
  const keys = table.view();
  const bins = new Int32Array(keys.buffer, keys.byteOffset + slots * 8, slots);
  bins.fill(-1);
  for (const [bin, category] of categories.entries()) {
    let slot = kernels.hist_category_slot(category, slots - 1);
    while (bins[slot] >= 0) slot = (slot + 1) & (slots - 1);
    keys[slot] = category;
    bins[slot] = bin;
  }
  const locate: Locator["locate"] = (values, codes, from, n) => {
    const first = table.address;
    const places = offsetAddress(first, slots * 8);
    const grows = Number(growth);
    return kernels.hist_codes_category(values, codes, from, n, first, places, slots - 1, grows);
  };
  return { locate, dispose: () => table.dispose() };
}

/** The code of one number: a bin, -1 for underflow, -2 for overflow (also of an axis that grows). */
export function codeOf(axis: Axis, value: number | string): number {
  if (axis.kind === "strCategory") {
    if (typeof value !== "string") {
      throw new UsageError(`a category axis has names, not ${value}`);
    }
    const at = axis.categories.indexOf(value);
    return at < 0 ? -2 : at;
  }
  if (typeof value === "string") {
    throw new UsageError(`a ${axis.kind} axis has numbers, not "${value}"`);
  }
  const locator = locatorOf(axis);
  const values = columnOf("float64", [value]);
  const codes = reserve("int32", 1);
  try {
    const { address } = values;
    const done = locator.locate(address, codes.address, 0, 1, address);
    if (done === 1) return codes.view()[0];
    return axis.kind !== "intCategory" && value < bottomOf(axis) ? -1 : -2;
  } finally {
    locator.dispose();
    values.dispose();
    codes.dispose();
  }
}

function bottomOf(axis: Axis): number {
  if (axis.kind === "variable") return axis.edges[0];
  return axis.kind === "regular" || axis.kind === "integer" ? axis.start : 0;
}

import { UsageError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type Axis,
  axisSize,
  type IntCategoryAxis,
  type IntegerAxis,
  type RegularAxis,
  unreachable,
  type VariableAxis,
} from "./axis.ts";
import { type TablePlan, tablePlan, writeTable } from "./edge-table.ts";
import { TABLE } from "./scratch.ts";

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

/**
 * A locator for any axis but string categories.
 * @param n  entries to come: tables are made only where they pay
 */
export function locatorOf(axis: Exclude<Axis, { kind: "strCategory" }>, n: number): Locator {
  switch (axis.kind) {
    case "regular":
      return { locate: regularLocate(axis), dispose: nothing };
    case "variable":
      return variableLocator(axis, n);
    case "integer":
      return { locate: integerLocate(axis), dispose: nothing };
    case "intCategory":
      return categoryLocator(axis);
    case "boolean": {
      const { only } = axis;
      const locate: Locator["locate"] = (values, codes, _from, count) =>
        only === undefined
          ? kernels.hist_codes_boolean(values, codes, count)
          : kernels.hist_codes_boolean_cut(values, codes, count, Number(only));
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

function integerLocate(axis: IntegerAxis): Locator["locate"] {
  const { start, circular, growth } = axis;
  const bins = axisSize(axis);
  return (values, codes, from, n) => {
    if (circular) kernels.hist_codes_integer_circular(values, codes, n, start, bins);
    else kernels.hist_codes_integer(values, codes, n, start, bins);
    return growth ? kernels.hist_codes_outside(codes, from, n) : n;
  };
}

/** Fewer values than this do not pay for a table. */
const TABLE_FROM = 1024;
function variableLocator(axis: VariableAxis, n: number): Locator {
  const bins = axisSize(axis);
  const closed = Number(!axis.overflow);
  if (n >= TABLE_FROM && !axis.growth && !axis.circular) {
    const plan = tablePlan(axis.edges);
    if (plan !== undefined) return tableLocator(axis.edges, plan, closed);
  }
  const edges = columnOf("float64", axis.edges);
  const circular = Number(axis.circular);
  const locate: Locator["locate"] = (values, codes, from, count) =>
    axis.growth
      ? kernels.hist_codes_variable_growth(values, codes, from, count, edges.address, bins)
      : kernels.hist_codes_variable(values, codes, count, edges.address, bins, closed, circular);
  return { locate, dispose: () => edges.dispose() };
}

function tableLocator(edges: readonly number[], plan: TablePlan, closed: number): Locator {
  const { cells, scale, steps } = plan;
  const bins = edges.length - 1;
  const guarded = columnOf("float64", [
    ...edges,
    ...new Array<number>(steps).fill(Number.POSITIVE_INFINITY),
  ]);
  const table = reserve("int32", cells + 2);
  writeTable(edges, plan, table.view(), 0);
  const locate: Locator["locate"] = (values, codes, _from, n) =>
    kernels.hist_codes_variable_table(
      ...([values, codes, n, guarded.address, bins, closed] as const),
      ...([table.address, cells, scale, steps] as const),
    );
  const dispose = (): void => {
    guarded.dispose();
    table.dispose();
  };
  return { locate, dispose };
}

function categoryLocator(axis: IntCategoryAxis): Locator {
  const { categories, growth } = axis;
  const lookUp = categories.length === 0 ? undefined : closeCategories(categories);
  const { find, dispose } = lookUp ?? hashedCategories(categories);
  const locate: Locator["locate"] = (values, codes, from, n) => {
    find(values, codes, n);
    return growth ? kernels.hist_codes_outside(codes, from, n) : n;
  };
  return { locate, dispose };
}

interface CategoryLookUp {
  find(values: Address, codes: Address, n: number): void;
  dispose(): void;
}

/** Categories close together: a table by their distance to the lowest. */
function closeCategories(categories: readonly number[]): CategoryLookUp | undefined {
  let [lowest, highest] = [categories[0], categories[0]];
  for (const category of categories) {
    lowest = Math.min(lowest, category);
    highest = Math.max(highest, category);
  }
  const span = highest - lowest + 1;
  if (span > TABLE) return undefined;
  const table = reserve("int32", span + 2);
  const bins = table.view().fill(-2);
  for (const [bin, category] of categories.entries()) bins[category - lowest + 1] = bin;
  return {
    find: (values, codes, n) =>
      kernels.hist_codes_category_table(values, codes, n, lowest, table.address, span),
    dispose: () => table.dispose(),
  };
}

/** Any categories: a hash table, at most half full. */
function hashedCategories(categories: readonly number[]): CategoryLookUp {
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
  const find: CategoryLookUp["find"] = (values, codes, n) => {
    const places = offsetAddress(table.address, slots * 8);
    kernels.hist_codes_category(values, codes, n, table.address, places, slots - 1);
  };
  return { find, dispose: () => table.dispose() };
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
  const locator = locatorOf(axis, 1);
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

import type { Address } from "../wasm/address.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import {
  type Axis,
  axisExtent,
  axisSize,
  type IntCategoryAxis,
  type RegularAxis,
  type VariableAxis,
} from "./axis.ts";
import { tablePlan, writeTable } from "./edge-table.ts";
import { ROW, scratch, TABLE } from "./scratch.ts";

/** A dtype that a kernel reads as it lies. */
export type KernelType = "float64" | "float32" | "int32";

/** The kernels that fill along one axis in a single pass, over a row of cells of their own. */
export interface RowKernels {
  /** Cells of the row. */
  readonly cells: number;
  /** The cell of the row for the first cell of the axis, flow bins counted. */
  readonly first: number;
  /** Whether values of a dtype are read as they lie; others go through float64. */
  readsValues(dtype: DType): dtype is KernelType;
  readsWeights(dtype: DType): boolean;
  /** Counts in four quarters of each cell; absent where there is no kernel for it. */
  readonly count?: (values: Address, type: KernelType, n: number, counts: Address) => void;
  readonly add: (
    /** Numbers of a cell. */
    size: number,
    values: Address,
    type: KernelType,
    weights: Address,
    weightType: DType,
    step: number,
    n: number,
    row: Address,
  ) => void;
}

/**
 * The kernels of an axis; they share memory, and work until those of another axis are made.
 *
 * @param codes  whether the values are codes of categories instead: bins, or -2 for overflow
 * @param n  entries to come
 * @returns undefined where the general way has to be taken
 */
export function rowKernels(axis: Axis, codes: boolean, n: number): RowKernels | undefined {
  // The row is copied out and back: it must not be longer than the work.
  if (axisExtent(axis) + 2 > Math.min(ROW, n)) return undefined;
  switch (axis.kind) {
    case "regular":
      return codes ? undefined : regularKernels(axis);
    case "variable":
      return codes ? undefined : edgeKernels(axis);
    case "strCategory":
      return codes ? tableKernels(axis, 0, identity(axisSize(axis))) : undefined;
    case "intCategory":
      return codes ? tableKernels(axis, 0, identity(axisSize(axis))) : categoryKernels(axis);
    case "integer":
      if (codes || axis.circular || axis.growth) return undefined;
      return tableKernels(axis, axis.start, identity(axisSize(axis)));
    default:
      return undefined;
  }
}

function isFloat(dtype: DType): dtype is "float32" | "float64" {
  return dtype === "float32" || dtype === "float64";
}

function isInteger(dtype: DType): dtype is "int32" | "float64" {
  return dtype === "int32" || dtype === "float64";
}

function regularKernels(axis: RegularAxis): RowKernels | undefined {
  const { min, delta, bins } = axis;
  // An axis without overflow is a closed range.
  if (!axis.overflow || axis.circular || axis.growth || axis.transform) return undefined;
  return {
    cells: bins + 2,
    first: axis.underflow ? 0 : 1,
    readsValues: isFloat,
    readsWeights: isFloat,
    count: (values, type, n, counts) => {
      kernels.hist_count(itemSize(type), values, n, counts, min, delta, bins);
    },
    add: (size, values, type, weights, weightType, step, n, row) => {
      const [width, weight] = [itemSize(type), itemSize(weightType)];
      kernels.hist_sum(size, width, weight, values, weights, step, n, row, min, delta, bins);
    },
  };
}

function edgeKernels(axis: VariableAxis): RowKernels | undefined {
  if (!axis.overflow || axis.circular || axis.growth) return undefined;
  const plan = tablePlan(axis.edges);
  if (plan === undefined) return undefined;
  const { cells, scale, steps } = plan;
  const { edges, table } = scratch();
  const bins = axis.edges.length - 1;
  const guarded = edges.view();
  guarded.set(axis.edges);
  guarded.fill(Number.POSITIVE_INFINITY, bins + 1, bins + 1 + steps);
  writeTable(axis.edges, plan, table.view(), 1);
  const shape = [edges.address, bins, table.address, cells, scale, steps] as const;
  return {
    cells: bins + 2,
    first: axis.underflow ? 0 : 1,
    readsValues: isFloat,
    readsWeights: (dtype) => dtype === "float64",
    add: (size, values, type, weights, _weightType, step, n, row) => {
      kernels.hist_edges_sum(size, itemSize(type), values, weights, step, n, ...shape, row);
    },
  };
}

function categoryKernels(axis: IntCategoryAxis): RowKernels | undefined {
  const { categories } = axis;
  if (axis.growth || categories.length === 0) return undefined;
  let [lowest, highest] = [categories[0], categories[0]];
  for (const category of categories) {
    lowest = Math.min(lowest, category);
    highest = Math.max(highest, category);
  }
  if (highest - lowest + 1 > TABLE) return undefined;
  const bins = new Array<number>(highest - lowest + 1).fill(-1);
  for (const [bin, category] of categories.entries()) bins[category - lowest] = bin;
  return tableKernels(axis, lowest, bins);
}

function identity(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** @param bins  for `lowest` and what follows: a bin, or -1 for none */
function tableKernels(axis: Axis, lowest: number, bins: readonly number[]): RowKernels | undefined {
  const span = bins.length;
  if (span > TABLE) return undefined;
  const extent = axisExtent(axis);
  const under = Number(axis.underflow);
  // The last cell of the row is for entries that are dropped.
  const behind = axis.overflow ? extent - 1 : extent;
  const { table } = scratch();
  const cells = table.view();
  cells[0] = axis.underflow ? 0 : axis.kind === "integer" ? extent : behind;
  for (const [i, bin] of bins.entries()) cells[i + 1] = bin < 0 ? behind : bin + under;
  cells[span + 1] = behind;
  const { address } = table;
  return {
    cells: extent + 1,
    first: 0,
    readsValues: isInteger,
    readsWeights: (dtype) => dtype === "float64",
    count: (values, type, n, counts) => {
      kernels.hist_table_count(itemSize(type), values, n, lowest, address, span, counts);
    },
    add: (size, values, type, weights, _weightType, step, n, row) => {
      const width = itemSize(type);
      kernels.hist_table_sum(size, width, values, weights, step, n, lowest, address, span, row);
    },
  };
}

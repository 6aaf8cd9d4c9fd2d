import { type Address, offsetAddress } from "../wasm/address.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { RegularAxis } from "./axis.ts";
import { BLOCK, ROW, scratch } from "./scratch.ts";
import { blockOf, type Source, sourceDType } from "./source.ts";
import { type Contents, cellSize, type StorageKind } from "./storage.ts";

/** The cells of one axis at one place of the others: `offset + i * step`, counted in cells. */
export interface Row {
  readonly offset: number;
  readonly step: number;
}

/** Weights up to this have whole products with every count. */
const SMALL = 2 ** 20;

/**
 * Fills along one regular axis in a single pass, all other axes being constant: the row of cells is
 * copied out, filled, and copied back.
 *
 * @returns false where the general way has to be taken: an axis without overflow, circular, growing
 *   or transformed, longer than the values, or another storage
 */
export function fillRow(
  contents: Contents,
  axis: RegularAxis,
  row: Row,
  source: Source,
  weight: Source | undefined,
  n: number,
): boolean {
  const { storage } = contents;
  const whole = storage === "int64" || storage === "atomicInt64";
  if (!axis.overflow || axis.circular || axis.growth || axis.transform) return false;
  if (axis.bins + 2 > Math.min(ROW, n) || (whole && weight !== undefined)) return false;
  if (storage === "mean" || storage === "weightedMean") return false;

  const constant = weight === undefined ? 1 : weight.kind === "constant" ? weight.value : undefined;
  if (constant !== undefined && countsSuffice(contents, axis, row, constant, n)) {
    countRow(contents, axis, row, source, constant, n);
  } else {
    sumRow(contents, axis, row, source, weight ?? { kind: "constant", value: 1 }, n);
  }
  return true;
}

/** Runs a kernel over the values: at once where they lie in memory, else block by block. */
function overValues(
  source: Source,
  weight: Source | undefined,
  n: number,
  run: (values: Address, valueType: Float, start: number, n: number) => void,
): void {
  const type = sourceDType(source);
  const inPlace = (each: Source): boolean =>
    each.kind === "constant" || (each.kind === "column" && isKernelFloat(sourceDType(each)));
  if (source.kind === "column" && inPlace(source) && (weight === undefined || inPlace(weight))) {
    run(source.column.address, type as Float, 0, n);
    return;
  }
  const { values } = scratch();
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    run(blockOf(source, start, count, values), "float64", start, count);
  }
}

type Float = "float32" | "float64";

function isKernelFloat(dtype: DType): dtype is Float {
  return dtype === "float32" || dtype === "float64";
}

/**
 * Whether adding a constant n times is the same as adding its product with the count: all sums are
 * whole numbers that float64 holds.
 */
function countsSuffice(
  contents: Contents,
  axis: RegularAxis,
  row: Row,
  constant: number,
  n: number,
): boolean {
  if (!Number.isInteger(constant) || Math.abs(constant) > SMALL) return false;
  const size = cellSize(contents.storage);
  const cells = contents.cells.view();
  const room = Number.MAX_SAFE_INTEGER - n * Math.max(1, constant * constant);
  for (let bin = first(axis); bin < axis.bins + 2; bin++) {
    const at = place(axis, row, bin) * size;
    for (let i = at; i < at + size; i++) {
      if (!(Number.isInteger(cells[i]) && Math.abs(cells[i]) < room)) return false;
    }
  }
  return true;
}

/** First cell of the kernel's row that the histogram has: the kernel always counts underflow. */
function first(axis: RegularAxis): number {
  return axis.underflow ? 0 : 1;
}

/** The cell in the histogram of cell `bin` of the kernel's row. */
function place(axis: RegularAxis, row: Row, bin: number): number {
  return row.offset + (bin - first(axis)) * row.step;
}

function countRow(
  contents: Contents,
  axis: RegularAxis,
  row: Row,
  source: Source,
  constant: number,
  n: number,
): void {
  const { min, delta, bins } = axis;
  const counts = scratch().row;
  counts.view().fill(0, 0, 2 * (bins + 2));
  overValues(source, undefined, n, (values, type, _, count) => {
    const run = type === "float64" ? kernels.hist_count_f64 : kernels.hist_count_f32;
    run(values, count, counts.address, min, delta, bins);
  });
  const size = cellSize(contents.storage);
  const cells = contents.cells.view();
  const quarters = new Int32Array(cells.buffer, counts.address, 4 * (bins + 2));
  for (let bin = first(axis); bin < bins + 2; bin++) {
    const q = 4 * bin;
    const count = quarters[q] + quarters[q + 1] + quarters[q + 2] + quarters[q + 3];
    const at = place(axis, row, bin) * size;
    // A cell without entries keeps its bits: -0 + 0 would lose the sign.
    if (count === 0) continue;
    cells[at] += constant * count;
    if (size === 2) cells[at + 1] += constant * constant * count;
  }
}

const sums = {
  float64: { float64: kernels.hist_sum_f64_f64, float32: kernels.hist_sum_f64_f32 },
  float32: { float64: kernels.hist_sum_f32_f64, float32: kernels.hist_sum_f32_f32 },
};

const squares = {
  float64: { float64: kernels.hist_square_f64_f64, float32: kernels.hist_square_f64_f32 },
  float32: { float64: kernels.hist_square_f32_f64, float32: kernels.hist_square_f32_f32 },
};

function sumRow(
  contents: Contents,
  axis: RegularAxis,
  row: Row,
  source: Source,
  weight: Source,
  n: number,
): void {
  const { min, delta, bins } = axis;
  const { storage } = contents;
  const size = cellSize(storage);
  const { row: work, weights, constant } = scratch();
  copyRow(contents, axis, row, size, true);
  if (weight.kind === "constant") constant.view().fill(weight.value);
  overValues(source, weight, n, (values, type, start, count) => {
    const [from, weightType] = weightsOf(weight, start, count, weights, constant.address);
    const step = weight.kind === "constant" ? 0 : stepOf(storage, weightType);
    const run = size === 2 ? squares[type][weightType] : sums[type][weightType];
    run(values, from, step, count, work.address, min, delta, bins);
  });
  copyRow(contents, axis, row, size, false);
}

function stepOf(storage: StorageKind, type: Float): number {
  return itemSize(type) * (storage === "weight" ? 2 : 1);
}

function weightsOf(
  weight: Source,
  start: number,
  n: number,
  room: Parameters<typeof blockOf>[3],
  constant: Address,
): [Address, Float] {
  if (weight.kind === "constant") return [constant, "float64"];
  if (weight.kind === "column" && weight.column.dtype === "float32") {
    return [offsetAddress(weight.column.address, start * 4), "float32"];
  }
  return [blockOf(weight, start, n, room), "float64"];
}

/** Copies the row between the histogram and the kernel's memory. */
function copyRow(
  contents: Contents,
  axis: RegularAxis,
  row: Row,
  size: number,
  out: boolean,
): void {
  const cells = contents.cells.view();
  const work = scratch().row.view();
  if (out) work.fill(0, 0, size);
  for (let bin = first(axis); bin < axis.bins + 2; bin++) {
    const at = place(axis, row, bin) * size;
    for (let i = 0; i < size; i++) {
      if (out) work[bin * size + i] = cells[at + i];
      else cells[at + i] = work[bin * size + i];
    }
  }
}

import { type Address, offsetAddress } from "../wasm/address.ts";
import { type DType, itemSize } from "../wasm/dtype.ts";
import { type Axis, axisExtent } from "./axis.ts";
import { type KernelType, type RowKernels, rowKernels } from "./row-kernels.ts";
import { BLOCK, scratch } from "./scratch.ts";
import { blockOf, type Source, sourceDType } from "./source.ts";
import { type Contents, cellSize } from "./storage.ts";

/** The cells of one axis at one place of the others: `offset + i * step`, counted in cells. */
export interface Row {
  readonly offset: number;
  readonly step: number;
}

/** What a row is filled with. */
export interface RowInput {
  readonly source: Source;
  /** Whether these are codes of categories instead of values. */
  readonly codes: boolean;
  readonly weight: Source | undefined;
  readonly n: number;
}

/** Weights up to this have whole products with every count. */
const SMALL = 2 ** 20;

/**
 * Fills along one axis in a single pass, all other axes being constant: the row of cells is copied
 * out, filled, and copied back.
 *
 * @returns false where the general way has to be taken: an axis without overflow, circular, growing
 *   or transformed, longer than the values, or another storage
 */
export function fillRow(contents: Contents, axis: Axis, row: Row, input: RowInput): boolean {
  const { storage } = contents;
  const { weight, n } = input;
  const whole = storage === "int64" || storage === "atomicInt64";
  if (whole && weight !== undefined) return false;
  if (storage === "mean" || storage === "weightedMean") return false;
  const by = rowKernels(axis, input.codes, n);
  if (by === undefined) return false;

  if (fillCounts(contents, axis, row, input, by)) return true;
  const cells = placesOf(contents, row, axis);
  sumRow(contents, by, cells, input, weight ?? { kind: "constant", value: 1 });
  return true;
}

/**
 * Fills along one axis by counting, where that is the same as adding one by one.
 * @returns false where it is not
 */
export function fillCounts(
  contents: Contents,
  axis: Axis,
  row: Row,
  { source, weight, n }: Omit<RowInput, "codes">,
  by: Counter,
): boolean {
  const constant = weight === undefined ? 1 : weight.kind === "constant" ? weight.value : undefined;
  const cells = placesOf(contents, row, axis);
  if (constant === undefined || by.count === undefined) return false;
  if (!countsSuffice(contents, cells, constant, n)) return false;
  countRow(contents, by, cells, source, constant, n);
  return true;
}

/** The part of the kernels that counts. */
type Counter = Omit<RowKernels, "add">;

/** The numbers of the cells of the axis in the histogram. */
interface Places {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

function placesOf({ storage }: Contents, row: Row, axis: Axis): Places {
  const size = cellSize(storage);
  return { start: row.offset * size, step: row.step * size, count: axisExtent(axis) };
}

/** Runs a kernel over the values: at once where they lie in memory, else block by block. */
function overValues(
  by: Counter,
  source: Source,
  weight: Source | undefined,
  n: number,
  run: (values: Address, valueType: KernelType, start: number, n: number) => void,
): void {
  const type = sourceDType(source);
  const ready =
    weight === undefined ||
    weight.kind === "constant" ||
    (weight.kind === "column" && by.readsWeights(weight.column.dtype));
  if (source.kind === "column" && by.readsValues(type) && ready) {
    run(source.column.address, type, 0, n);
    return;
  }
  const { values } = scratch();
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    if (source.kind === "column" && by.readsValues(type)) {
      const from = offsetAddress(source.column.address, start * itemSize(type));
      run(from, type, start, count);
    } else run(blockOf(source, start, count, values), "float64", start, count);
  }
}

/**
 * Whether adding a constant n times is the same as adding its product with the count: all sums are
 * whole numbers that float64 holds.
 */
function countsSuffice(contents: Contents, places: Places, constant: number, n: number): boolean {
  if (!Number.isInteger(constant) || Math.abs(constant) > SMALL) return false;
  const size = cellSize(contents.storage);
  const cells = contents.cells.view();
  const room = Number.MAX_SAFE_INTEGER - n * Math.max(1, constant * constant);
  for (let i = 0; i < places.count; i++) {
    const at = places.start + i * places.step;
    for (let f = at; f < at + size; f++) {
      if (!(Number.isInteger(cells[f]) && Math.abs(cells[f]) < room)) return false;
    }
  }
  return true;
}

function countRow(
  contents: Contents,
  by: Counter,
  places: Places,
  source: Source,
  constant: number,
  n: number,
): void {
  const counts = scratch().row;
  counts.view().fill(0, 0, 2 * by.cells);
  overValues(by, source, undefined, n, (values, type, _, count) => {
    by.count?.(values, type, count, counts.address);
  });
  const size = cellSize(contents.storage);
  const cells = contents.cells.view();
  const quarters = new Int32Array(cells.buffer, counts.address, 4 * by.cells);
  for (let i = 0; i < places.count; i++) {
    const q = 4 * (by.first + i);
    const count = quarters[q] + quarters[q + 1] + quarters[q + 2] + quarters[q + 3];
    const at = places.start + i * places.step;
    // A cell without entries keeps its bits: -0 + 0 would lose the sign.
    if (count === 0) continue;
    cells[at] += constant * count;
    if (size === 2) cells[at + 1] += constant * constant * count;
  }
}

function sumRow(
  contents: Contents,
  by: RowKernels,
  places: Places,
  { source, n }: RowInput,
  weight: Source,
): void {
  const size = cellSize(contents.storage);
  const { row: work, weights, constant } = scratch();
  copyRow(contents, by, places, true);
  if (weight.kind === "constant") constant.view().fill(weight.value);
  overValues(by, source, weight, n, (values, type, start, count) => {
    const [from, weightType] = weightsOf(by, weight, start, count, weights, constant.address);
    // The kernel of squares takes two weights at a time, the other each alone.
    const step = weight.kind === "constant" ? 0 : itemSize(weightType) * size;
    by.add(size, values, type, from, weightType, step, count, work.address);
  });
  copyRow(contents, by, places, false);
}

function weightsOf(
  by: RowKernels,
  weight: Source,
  start: number,
  n: number,
  room: Parameters<typeof blockOf>[3],
  constant: Address,
): [Address, DType] {
  if (weight.kind === "constant") return [constant, "float64"];
  if (weight.kind === "column" && by.readsWeights(weight.column.dtype)) {
    const { address, dtype } = weight.column;
    return [offsetAddress(address, start * itemSize(dtype)), dtype];
  }
  return [blockOf(weight, start, n, room), "float64"];
}

/** Copies the row between the histogram and the kernel's memory. */
function copyRow(contents: Contents, by: RowKernels, places: Places, out: boolean): void {
  const size = cellSize(contents.storage);
  const cells = contents.cells.view();
  const work = scratch().row.view();
  if (out) work.fill(0, 0, by.cells * size);
  for (let i = 0; i < places.count; i++) {
    const at = places.start + i * places.step;
    const to = (by.first + i) * size;
    for (let f = 0; f < size; f++) {
      if (out) work[to + f] = cells[at + f];
      else cells[at + f] = work[to + f];
    }
  }
}

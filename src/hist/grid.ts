import { type Address, offsetAddress } from "../wasm/address.ts";
import { itemSize } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { Axis, RegularAxis } from "./axis.ts";
import { BLOCK, scratch } from "./scratch.ts";
import { blockOf, type Source } from "./source.ts";
import { type Contents, cellSize } from "./storage.ts";

/** One of the axes that vary, and its values. */
export interface GridAxis {
  readonly axis: Axis;
  /** Cells to its next bin. */
  readonly step: number;
  readonly source: Source;
}

/**
 * Fills over two or three regular axes with both flow bins in a single pass, all other axes being
 * constant.
 *
 * @param offset  the cell of all underflows
 * @returns false where the general way has to be taken
 */
export function fillGrid(
  contents: Contents,
  offset: number,
  grid: readonly GridAxis[],
  { weight, n }: { readonly weight: Source | undefined; readonly n: number },
): boolean {
  const { storage } = contents;
  const whole = storage === "int64" || storage === "atomicInt64";
  if ((whole && weight !== undefined) || storage === "mean" || storage === "weightedMean") {
    return false;
  }
  const plain = grid.map(({ axis }) => plainAxis(axis));
  if (!plain.every((axis) => axis !== undefined)) return false;

  const size = cellSize(storage);
  const { axes, constant, values, others, weights } = scratch();
  for (const [i, { min, delta, bins }] of plain.entries()) {
    axes.view().set([min, delta, bins, grid[i].step], 4 * i);
  }
  const by: Source = weight ?? { kind: "constant", value: 1 };
  if (by.kind === "constant") constant.view().fill(by.value);
  const small = grid.every(({ source }) => isColumn(source, "float32"));
  const width = small ? 4 : 8;
  const first = offsetAddress(contents.cells.address, offset * size * 8);
  const rooms = [values, ...others];
  const nowhere = 0 as unknown as Address;
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    const from = grid.map(({ source }, i) =>
      small && source.kind === "column"
        ? offsetAddress(source.column.address, start * itemSize("float32"))
        : blockOf(source, start, count, rooms[i]),
    );
    const [weightsAt, step] =
      by.kind === "constant"
        ? [constant.address, 0]
        : [blockOf(by, start, count, weights), 8 * size];
    const [x, y, z = nowhere] = from;
    kernels.hist_grid_sum(size, width, x, y, z, weightsAt, step, count, axes.address, first);
  }
  return true;
}

function isColumn(source: Source, dtype: string): boolean {
  return source.kind === "column" && source.column.dtype === dtype;
}

function plainAxis(axis: Axis): RegularAxis | undefined {
  if (axis.kind !== "regular" || axis.circular || axis.growth || axis.transform) return undefined;
  return axis.underflow && axis.overflow ? axis : undefined;
}

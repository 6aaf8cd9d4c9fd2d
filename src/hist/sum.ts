import { knownOptions } from "../array/option-names.ts";
import { type Axis, axisExtent, axisSize } from "./axis.ts";
import { type Contents, cellSize } from "./storage.ts";
import { addCell, type BinMap, copyCell, transfer } from "./transfer.ts";

/** Whether flow bins are included. Default false, as in boost-histogram. */
export interface FlowOptions {
  readonly flow?: boolean;
}

/** Whether flow bins are asked for. @throws NotFoundError for another option */
export function flowOf(options: FlowOptions, call: string): boolean {
  return knownOptions(options, ["flow"], call).flow ?? false;
}

/** Numbers per cell in C order (last axis fastest), with or without flow bins. */
export function cellsOf(contents: Contents, flow: boolean): Float64Array {
  const { axes, storage } = contents;
  const cells = contents.cells.view();
  if (flow || axes.every((axis) => axisExtent(axis) === axisSize(axis))) return cells.slice();
  const size = cellSize(storage);
  const extents = axes.map(axisSize);
  const maps = axes.map((axis) => innerMap(axisExtent(axis), axisSize(axis), axis.underflow));
  const inner = new Float64Array(extents.reduce((a, b) => a * b, 1) * size);
  transfer({ axes, cells }, { extents, cells: inner }, maps, size, copyCell(storage));
  return inner;
}

function innerMap(extent: number, size: number, underflow: boolean): BinMap {
  return Int32Array.from({ length: extent }, (_, i) => {
    const bin = i - Number(underflow);
    return bin < size ? bin : -1;
  });
}

/**
 * All cells joined into one: plain numbers with Neumaier's compensation, accumulators by their own
 * addition, both in the order of boost-histogram.
 */
export function totalOf(contents: Contents, flow: boolean): Float64Array {
  const { axes, storage } = contents;
  const size = cellSize(storage);
  const total = new Float64Array(size);
  const maps = axes.map((axis) => {
    const map = new Int32Array(axisExtent(axis));
    if (!flow && axis.underflow) map[0] = -1;
    if (!flow && axis.overflow) map[map.length - 1] = -1;
    return map;
  });
  const into = { extents: axes.map(() => 1), cells: total };
  const from = { axes, cells: contents.cells.view() };
  if (size > 1) {
    transfer(from, into, maps, size, addCell(storage));
    return total;
  }
  let large = 0;
  let small = 0;
  transfer(from, into, maps, size, (_into, _at, cells, start) => {
    const value = cells[start];
    const sum = large + value;
    if (Math.abs(large) >= Math.abs(value)) small += large - sum + value;
    else small += value - sum + large;
    large = sum;
  });
  total[0] = large + small;
  return total;
}

/** For each cell in C order, flow bins counted: its place among the inner cells, -1 in flow bins. */
export function cellMap(axes: readonly Axis[]): Int32Array {
  const extents = axes.map(axisExtent);
  const map = new Int32Array(extents.reduce((n, extent) => n * extent, 1));
  for (let cell = 0; cell < map.length; cell++) {
    let rest = cell;
    let step = 1;
    let place = 0;
    for (let i = axes.length - 1; i >= 0; i--) {
      const size = axisSize(axes[i]);
      const bin = (rest % extents[i]) - Number(axes[i].underflow);
      rest = Math.floor(rest / extents[i]);
      if (bin < 0 || bin >= size) place = -1;
      if (place >= 0) place += bin * step;
      step *= size;
    }
    map[cell] = place;
  }
  return map;
}

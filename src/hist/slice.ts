import { type Axis, axisExtent } from "./axis.ts";
import type { AxisSelection } from "./locators.ts";
import { type Step, stepOf } from "./slice-step.ts";
import { type Contents, cellSize, emptyLike } from "./storage.ts";
import { addCell, type BinMap, copyCell, identityMap, transfer } from "./transfer.ts";

/**
 * A part of a histogram: bins picked, ranges cut out or joined, axes summed over.
 *
 * The three happen one after the other, as in boost-histogram, so that sums have its bits.
 *
 * @param selections  one for each axis, `undefined` for all of it
 */
export function sliced(
  contents: Contents,
  selections: readonly (AxisSelection | undefined)[],
): Contents {
  const steps = selections.map((selection, i) => stepOf(contents.axes[i], selection, i));
  let now = contents;
  const made: Contents[] = [];
  const apply = (next: Contents | undefined): void => {
    if (next === undefined) return;
    now = next;
    made.push(next);
  };
  apply(picked(now, steps));
  const rest = steps.filter((step) => step.kind !== "pick");
  apply(reduced(now, rest));
  apply(summed(now, rest));
  for (const each of made) if (each !== now) each.cells.dispose();
  return now === contents ? copied(contents) : now;
}

/** The same histogram in memory of its own. */
export function copied(contents: Contents): Contents {
  const copy = emptyLike(contents, contents.axes);
  copy.cells.view().set(contents.cells.view());
  return copy;
}

/**
 * The histogram over some of its axes, in the order given; all others are summed over, flow bins
 * included.
 * @param kept  different positions of axes
 */
export function projected(contents: Contents, kept: readonly number[]): Contents {
  const axes = kept.map((i) => contents.axes[i]);
  const result = emptyLike(contents, axes);
  const size = cellSize(contents.storage);
  // The target's axes stand in another order: its cells are found through the sums of two maps, so
  // each source axis maps to the step of its bins in the target.
  const extents = axes.map(axisExtent);
  const cells = result.cells.view();
  const order = contents.axes.map((_, i) => kept.indexOf(i));
  const ascending = order.filter((i) => i >= 0).every((i, at, all) => at === 0 || all[at - 1] < i);
  const maps = contents.axes.map((axis, i) =>
    order[i] < 0 ? new Int32Array(axisExtent(axis)) : identityMap(axis),
  );
  const inOrder = contents.axes.map((axis, i) => (order[i] < 0 ? 1 : axisExtent(axis)));
  const target = ascending ? cells : new Float64Array(cells.length);
  const from = { axes: contents.axes, cells: contents.cells.view() };
  transfer(from, { extents: inOrder, cells: target }, maps, size, addCell(contents.storage));
  if (!ascending) transpose(target, cells, contents, kept, extents, size);
  return result;
}

/** Cells of the kept axes from the order of the histogram to the order asked for. */
function transpose(
  from: Float64Array,
  into: Float64Array,
  contents: Contents,
  kept: readonly number[],
  extents: readonly number[],
  size: number,
): void {
  const sorted = [...kept].sort((a, b) => a - b);
  const sourceSteps = new Map<number, number>();
  let step = size;
  for (const i of [...sorted].reverse()) {
    sourceSteps.set(i, step);
    step *= axisExtent(contents.axes[i]);
  }
  const place = new Array<number>(kept.length).fill(0);
  for (let target = 0; target < into.length; target += size) {
    let source = 0;
    for (const [j, i] of kept.entries()) source += place[j] * (sourceSteps.get(i) ?? 0);
    for (let f = 0; f < size; f++) into[target + f] = from[source + f];
    for (let j = kept.length - 1; j >= 0 && ++place[j] === extents[j]; j--) place[j] = 0;
  }
}

function picked(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "pick")) return undefined;
  const kept = contents.axes.filter((_, i) => steps[i].kind !== "pick");
  const maps = contents.axes.map((axis, i) => {
    const step = steps[i];
    if (step.kind !== "pick") return identityMap(axis);
    const map = new Int32Array(axisExtent(axis)).fill(-1);
    map[step.place] = 0;
    return map;
  });
  const extents = contents.axes.map((axis, i) => (steps[i].kind === "pick" ? 1 : axisExtent(axis)));
  return transferred(contents, kept, extents, maps, true);
}

function reduced(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "reduce" || (step.kind === "sum" && step.map))) {
    return undefined;
  }
  const axes = contents.axes.map((axis, i) => {
    const step = steps[i];
    return step.kind === "reduce" ? step.axis : axis;
  });
  const maps = contents.axes.map((axis, i) => {
    const step = steps[i];
    if (step.kind === "reduce") return step.map;
    return (step.kind === "sum" && step.map) || identityMap(axis);
  });
  return transferred(contents, axes, axes.map(axisExtent), maps, false);
}

function summed(contents: Contents, steps: readonly Step[]): Contents | undefined {
  if (!steps.some((step) => step.kind === "sum")) return undefined;
  const kept = steps.flatMap((step, i) => (step.kind === "sum" ? [] : [i]));
  return projected(contents, kept);
}

function transferred(
  contents: Contents,
  axes: readonly Axis[],
  extents: readonly number[],
  maps: readonly BinMap[],
  move: boolean,
): Contents {
  const { storage } = contents;
  const result = emptyLike(contents, axes);
  const add = move ? copyCell(storage) : addCell(storage);
  const from = { axes: contents.axes, cells: contents.cells.view() };
  transfer(from, { extents, cells: result.cells.view() }, maps, cellSize(storage), add);
  return result;
}

import { UnsupportedError } from "../errors.ts";
import { type Address, offsetAddress } from "../wasm/address.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { typedView } from "../wasm/dtype.ts";
import { kernels } from "../wasm/instance.ts";
import type { Axis, IntCategoryAxis, IntegerAxis, RegularAxis, VariableAxis } from "./axis.ts";
import { axisValue } from "./edges.ts";
import { locatorOf } from "./locate.ts";
import { BLOCK, scratch } from "./scratch.ts";
import { blockOf, type Source } from "./source.ts";

/** An axis after a fill, and where the entries lie on it. */
export interface Grown {
  readonly axis: Axis;
  /** Code of each entry: a bin of the new axis, -1 for underflow, -2 for overflow. */
  readonly codes: Column<"int32">;
  /** Bins added below the first. */
  readonly shift: number;
}

/** One step of growth: the axis that has a bin for a value, and which bin that is. */
interface Step<A> {
  readonly axis: A;
  readonly code: number;
  readonly shift: number;
}

type GrowingAxis = RegularAxis | VariableAxis | IntegerAxis | IntCategoryAxis;

/** An axis does not grow beyond this: one wild value would ask for all of memory. */
const MAX_BINS = 2 ** 24;

/**
 * Codes of all entries on an axis that grows, entry by entry as boost-histogram does.
 *
 * Infinities and NaN stay in their flow bins. (boost-histogram 1.8.1 leaves those of the same block
 * where the flow bin was before the axis grew, inside the range.)
 *
 * @throws UnsupportedError when a value would need too many bins; nothing has changed then
 */
export function growNumeric(start: GrowingAxis, source: Source, n: number): Grown {
  let axis: GrowingAxis = start;
  let shift = 0;
  const codes = reserve("int32", n);
  let locator = locatorOf(axis, n);
  const { values } = scratch();
  try {
    for (let first = 0; first < n; first += BLOCK) {
      const count = Math.min(BLOCK, n - first);
      let from = 0;
      while (from < count) {
        const block = blockOf(source, first, count, values);
        const into = offsetAddress(codes.address, first * 4);
        from = locator.locate(block, into, from, count, block);
        if (from === count) break;
        const view = numbersAt(block, count);
        const step: Step<GrowingAxis> = grow(axis, view, from);
        axis = step.axis;
        locator.dispose();
        locator = locatorOf(axis, n);
        if (step.shift > 0) {
          kernels.hist_codes_shift(codes.address, first + from, step.shift);
          shift += step.shift;
        }
        codes.view()[first + from] = step.code;
        from++;
      }
    }
  } catch (error) {
    codes.dispose();
    throw error;
  } finally {
    locator.dispose();
  }
  return { axis, codes, shift };
}

function numbersAt(block: Address, count: number): Float64Array {
  return typedView("float64", kernels.memory.buffer, block, count);
}

function grow(axis: GrowingAxis, values: Float64Array, at: number): Step<GrowingAxis> {
  const x = values[at];
  switch (axis.kind) {
    case "regular":
      return growRegular(axis, x);
    case "variable":
      return growVariable(axis, x);
    case "integer":
      return growInteger(axis, x);
    case "intCategory":
      return growCategory(axis, values, at);
  }
}

/** @see boost::histogram::axis::regular::update */
function growRegular(axis: RegularAxis, x: number): Step<RegularAxis> {
  const { bins } = axis;
  let { min, delta } = axis;
  const z = (x - min) / delta;
  const code = Math.floor(z * bins);
  let more: number;
  if (z < 0) {
    more = -code;
    checkBins(bins + more, x);
    const stop = min + delta;
    min += code * (delta / bins);
    delta = stop - min;
  } else {
    more = code - bins + 1;
    checkBins(bins + more, x);
    delta /= bins;
    delta *= bins + more;
  }
  const grown = { ...axis, bins: bins + more, min, delta, start: min, stop: min + delta };
  return z < 0 ? { axis: grown, code: 0, shift: more } : { axis: grown, code, shift: 0 };
}

/** @see boost::histogram::axis::variable::update */
function growVariable(axis: VariableAxis, x: number): Step<VariableAxis> {
  const { edges } = axis;
  const bins = edges.length - 1;
  checkBins(bins + 1, x);
  if (x < edges[0]) {
    const half = axisValue(axis, 0.5) - edges[0];
    const edge = Math.min(x, edges[0] - half);
    return { axis: { ...axis, edges: [edge, ...edges] }, code: 0, shift: 1 };
  }
  const half = edges[bins] - axisValue(axis, bins - 0.5);
  const edge = Math.max(nextUp(x), edges[bins] + half);
  return { axis: { ...axis, edges: [...edges, edge] }, code: bins, shift: 0 };
}

/** @see boost::histogram::axis::integer::update */
function growInteger(axis: IntegerAxis, x: number): Step<IntegerAxis> {
  const { start, stop } = axis;
  if (x < start) {
    checkBins(stop - x, x);
    return { axis: { ...axis, start: x }, code: 0, shift: start - x };
  }
  checkBins(x + 1 - start, x);
  return { axis: { ...axis, stop: x + 1 }, code: x - start, shift: 0 };
}

/** Adds every new category of the block, in the order of the entries. */
function growCategory(
  axis: IntCategoryAxis,
  values: Float64Array,
  at: number,
): Step<IntCategoryAxis> {
  const known = new Set(axis.categories);
  const code = known.size;
  for (let i = at; i < values.length; i++) known.add(values[i]);
  checkBins(known.size, values[at]);
  return { axis: { ...axis, categories: [...known] }, code, shift: 0 };
}

function checkBins(bins: number, x: number): void {
  if (bins > MAX_BINS) {
    throw new UnsupportedError(
      `the value ${x} would make an axis grow to ${bins} bins; cut such values away, or use an ` +
        "axis with flow bins",
      "axes of more than 2^24 bins",
    );
  }
}

const bits = new BigInt64Array(1);
const float = new Float64Array(bits.buffer);

/** The next larger float64. */
function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  float[0] = x;
  bits[0] += x > 0 ? 1n : -1n;
  return float[0];
}

import { AwkwardArray } from "../array/array.ts";
import type { StringLayout } from "../array/layout.ts";
import { checkOptionNames } from "../array/option-names.ts";
import { NotFoundError, ShapeError, UsageError } from "../errors.ts";
import type { Address } from "../wasm/address.ts";
import type { Column } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { succeed } from "../wasm/scope.ts";
import { type Axis, axisExtent, axisSize, axisTitle } from "./axis.ts";
import { fillGrid } from "./grid.ts";
import { type Grown, growNumeric } from "./growth.ts";
import { type Locator, locatorOf } from "./locate.ts";
import { codesOfNames } from "./names.ts";
import { codesOf, fillOne, type Placed } from "./placed.ts";
import { BLOCK, scratch } from "./scratch.ts";
import {
  blockOf,
  describe,
  isIntegral,
  type Numbers,
  type Source,
  sourceLength,
  sourceOf,
  type Values,
  withoutOption,
} from "./source.ts";
import { type Contents, losesWeights, type StorageKind, strides, takesSample } from "./storage.ts";
import { codesOfStrings, stringFinder, stringsOf } from "./strings.ts";
import { growthMap, identityMap, moved } from "./transfer.ts";

/** Values by the names of the axes, or in their order. */
export type FillValues = Readonly<Record<string, Values>> | readonly Values[];

export interface FillOptions {
  /** Weight of each entry, or of all. */
  readonly weight?: Numbers | undefined;
  /** What a storage of means takes the mean of. */
  readonly sample?: Numbers | undefined;
}

/** What an axis is filled with: names or numbers. */
type AxisValues =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "strings"; readonly strings: StringLayout }
  | { readonly kind: "numbers"; readonly source: Source };

/**
 * Adds entries to a histogram in their order.
 *
 * @throws ShapeError on jagged values or unequal lengths, NotFoundError on an unknown axis,
 *   UsageError on values of the wrong sort; the histogram is unchanged then
 */
export function fill(contents: Contents, values: FillValues, options: FillOptions): void {
  checkOptionNames(options, ["weight", "sample"], "fill");
  const made: { dispose(): void }[] = [];
  try {
    const inputs = orderedValues(contents.axes, values).map((value, i) => {
      const title = axisTitle(contents.axes[i], i);
      return axisValues(contents.axes[i], withoutOption(value, title, made), title);
    });
    const numbers = (given: Numbers | undefined, what: string): Source | undefined =>
      given === undefined ? undefined : sourceOf(withoutOption(given, what, made), what);
    const weight = numbers(options.weight, "weight");
    const sample = numbers(options.sample, "sample");
    checkSample(contents.storage, sample);
    const n = commonLength(contents.axes, inputs, weight, sample);
    // As boost-histogram, also where there are no entries.
    const known = contents.varianceKnown && !(weight && losesWeights(contents.storage));
    if (n === 0) {
      contents.varianceKnown = known;
      return;
    }
    const grown = inputs.map((input, i) =>
      place(contents.axes[i], input, n, made, axisTitle(contents.axes[i], i)),
    );
    growAxes(contents, grown);
    contents.varianceKnown = known;
    addEntries(
      contents,
      grown.map((each) => each.placed),
      weight,
      sample,
      n,
    );
  } finally {
    for (const each of made) each.dispose();
  }
}

/** The values in the order of the axes. */
function orderedValues(axes: readonly Axis[], values: FillValues): Values[] {
  if (Array.isArray(values)) {
    const list = values as readonly Values[];
    if (list.length !== axes.length) {
      throw new ShapeError(
        `this histogram has ${axes.length} axes, and values for ${list.length} were given`,
        axes.length,
        list.length,
      );
    }
    return [...list];
  }
  if (typeof values !== "object" || values === null || !isPlain(values)) {
    throw new UsageError(
      `fill takes values by axis name, { x: values }, or a list, [values], not ${describe(values)}`,
    );
  }
  const named = values as Readonly<Record<string, Values>>;
  const names = axes.map((axis) => axis.name).filter((name) => name !== "");
  for (const name of Object.keys(named)) {
    if (!names.includes(name)) throw new NotFoundError("axis", name, names, "this histogram");
  }
  return axes.map((axis, i) => {
    const value = axis.name === "" ? undefined : named[axis.name];
    if (value === undefined) throw new UsageError(`no values for ${axisTitle(axis, i)}`);
    return value;
  });
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function axisValues(axis: Axis, value: Values, what: string): AxisValues {
  if (axis.kind === "strCategory") {
    if (typeof value === "string") return { kind: "name", name: value };
    if (Array.isArray(value) && (value.length === 0 || typeof value[0] === "string")) {
      return { kind: "names", names: value as readonly string[] };
    }
    const strings = value instanceof AwkwardArray ? stringsOf(value) : undefined;
    if (strings !== undefined) return { kind: "strings", strings };
    throw new UsageError(`${what} is filled with names, not with ${describe(value)}`);
  }
  const source = sourceOf(value, what);
  if (axis.kind !== "regular" && axis.kind !== "variable" && !isIntegral(source)) {
    throw new UsageError(`${what} is filled with integers: convert the values first`);
  }
  return { kind: "numbers", source };
}

function checkSample(storage: StorageKind, sample: Source | undefined): void {
  if (takesSample(storage) && sample === undefined) {
    throw new UsageError(`a ${storage} storage is filled with a sample: fill(…, { sample })`);
  }
  if (!takesSample(storage) && sample !== undefined) {
    throw new UsageError(`a ${storage} storage takes no sample: construct with .mean()`);
  }
}

/** Number of entries: 1 if everything is constant. */
function commonLength(
  axes: readonly Axis[],
  inputs: readonly AxisValues[],
  weight: Source | undefined,
  sample: Source | undefined,
): number {
  let n: number | undefined;
  let first = "";
  const check = (length: number | undefined, what: string): void => {
    if (length === undefined) return;
    if (n !== undefined && n !== length) {
      throw new ShapeError(
        `${first} has ${n} entries, ${what} has ${length}: they must be equally many`,
        n,
        length,
      );
    }
    if (n === undefined) {
      n = length;
      first = what;
    }
  };
  for (const [i, input] of inputs.entries()) {
    const title = axisTitle(axes[i], i);
    if (input.kind === "names") check(input.names.length, title);
    else if (input.kind === "strings") check(input.strings.offsets.length - 1, title);
    else if (input.kind === "numbers") check(sourceLength(input.source), title);
  }
  if (weight !== undefined) check(sourceLength(weight), "weight");
  if (sample !== undefined) check(sourceLength(sample), "sample");
  return n ?? 1;
}

interface PlacedOnAxis {
  readonly axis: Axis;
  readonly shift: number;
  readonly placed: Placed;
}

/** Where the entries lie on an axis, and what it grew into. */
function place(
  axis: Axis,
  input: AxisValues,
  n: number,
  made: { dispose(): void }[],
  what: string,
): PlacedOnAxis {
  if (axis.kind === "strCategory") {
    if (input.kind === "numbers") throw new UsageError("names are needed");
    if (input.kind === "strings") {
      if (axis.growth) return placedCodes(codesOfStrings(axis, input.strings), false, made);
      const finder = stringFinder(axis, input.strings);
      made.push(finder);
      return { axis, shift: 0, placed: { kind: "strings", finder } };
    }
    const names = input.kind === "name" ? [input.name] : input.names;
    return placedCodes(codesOfNames(axis, names, what), input.kind === "name", made);
  }
  if (input.kind !== "numbers") throw new UsageError("numbers are needed");
  const { source } = input;
  const constant = source.kind === "constant";
  if (axis.growth && axis.kind !== "boolean") {
    return placedCodes(growNumeric(axis, source, constant ? 1 : n), constant, made);
  }
  let kept: Locator | undefined;
  // Fills in a single pass need none, and reserve nothing.
  const locator = (): Locator => {
    if (kept === undefined) {
      kept = locatorOf(axis, constant ? 1 : n);
      made.push(kept);
    }
    return kept;
  };
  if (!constant) return { axis, shift: 0, placed: { kind: "located", source, locator } };
  const { values, codes } = scratch();
  const block = blockOf(source, 0, 1, values);
  locator().locate(block, codes.address, 0, 1, block);
  return { axis, shift: 0, placed: { kind: "constant", code: codes.view()[0] } };
}

function placedCodes(grown: Grown, constant: boolean, made: { dispose(): void }[]): PlacedOnAxis {
  const { axis, codes, shift } = grown;
  made.push(codes);
  if (!constant) return { axis, shift, placed: { kind: "codes", codes } };
  return { axis, shift, placed: { kind: "constant", code: codes.view()[0] } };
}

/** Lays the cells out anew where an axis has grown. */
function growAxes(contents: Contents, grown: readonly PlacedOnAxis[]): void {
  const before = contents.axes;
  if (grown.every(({ axis }, i) => axis === before[i])) return;
  const axes = grown.map(({ axis }) => axis);
  const maps = grown.map(({ axis, shift }, i) =>
    axis === before[i] ? identityMap(axis) : growthMap(before[i], axis, shift),
  );
  replaceCells(contents, moved(contents, axes, maps));
}

/** Puts other axes and cells in the place of a histogram's; the old cells are freed. */
export function replaceCells(contents: Contents, next: Contents): void {
  succeed(contents.cells as unknown as Column, next.cells as unknown as Column);
  contents.cells.dispose();
  contents.axes = next.axes;
  contents.cells = next.cells;
}

/** The place of a code along an axis with its flow bins, or -1 where there is none. */
function position(axis: Axis, code: number): number {
  if (code === -2) return axis.overflow ? axisExtent(axis) - 1 : -1;
  return code + Number(axis.underflow);
}

function addEntries(
  contents: Contents,
  placed: readonly Placed[],
  weight: Source | undefined,
  sample: Source | undefined,
  n: number,
): void {
  const { axes, storage } = contents;
  const steps = strides(axes);
  let offset = 0;
  const varying: number[] = [];
  for (const [i, each] of placed.entries()) {
    if (each.kind !== "constant") {
      varying.push(i);
      continue;
    }
    const at = position(axes[i], each.code);
    if (at < 0) return;
    offset += at * steps[i];
  }
  if (sample === undefined) {
    const entries = { weight, n };
    if (varying.length === 1) {
      const [only] = varying;
      const row = { offset, step: steps[only] };
      if (fillOne(contents, only, placed[only], row, entries)) return;
    } else if (varying.length === 2 || varying.length === 3) {
      const grid = varying.flatMap((i) => {
        const each = placed[i];
        const { source } = each.kind === "located" ? each : {};
        return source === undefined ? [] : [{ axis: axes[i], step: steps[i], source }];
      });
      if (grid.length === varying.length && fillGrid(contents, offset, grid, entries)) return;
    }
  }
  const add = adder(contents.cells.address, storage, weight, sample);
  const { index, codes, values } = scratch();
  for (let start = 0; start < n; start += BLOCK) {
    const count = Math.min(BLOCK, n - start);
    if (varying.length === 0) index.view().fill(offset, 0, count);
    for (const [order, i] of varying.entries()) {
      const axis = axes[i];
      const from = codesOf(placed[i], start, count, codes, values);
      const [bins, under, over] = [axisSize(axis), Number(axis.underflow), Number(axis.overflow)];
      if (order === 0) {
        kernels.hist_linearize_first(
          ...([from, index.address, count, bins, under, over, steps[i], offset] as const),
        );
      } else {
        kernels.hist_linearize_next(from, index.address, count, bins, under, over, steps[i]);
      }
    }
    add(index.address, start, count);
  }
}

/** How a block of entries is added to the cells. */
function adder(
  cells: Address,
  storage: StorageKind,
  weight: Source | undefined,
  sample: Source | undefined,
): (index: Address, start: number, n: number) => void {
  const { weights, samples } = scratch();
  const one: Source = weight ?? { kind: "constant", value: 1 };
  if (sample !== undefined) {
    const add = storage === "mean" ? kernels.hist_add_samples : kernels.hist_add_samples_squared;
    return (index, start, n) =>
      add(cells, index, blockOf(one, start, n, weights), blockOf(sample, start, n, samples), n);
  }
  if (storage === "weight") {
    if (one.kind === "constant") {
      return (index, _, n) => kernels.hist_add_constant_squared(cells, index, n, one.value);
    }
    return (index, start, n) =>
      kernels.hist_add_weights_squared(cells, index, blockOf(one, start, n, weights), n);
  }
  if (storage === "int64" || storage === "atomicInt64") {
    if (weight === undefined) return (index, _, n) => kernels.hist_add_constant(cells, index, n, 1);
    const add =
      storage === "int64" ? kernels.hist_add_weights_integer : kernels.hist_add_weights_whole;
    return (index, start, n) => add(cells, index, blockOf(one, start, n, weights), n);
  }
  if (one.kind === "constant") {
    return (index, _, n) => kernels.hist_add_constant(cells, index, n, one.value);
  }
  return (index, start, n) =>
    kernels.hist_add_weights(cells, index, blockOf(one, start, n, weights), n);
}

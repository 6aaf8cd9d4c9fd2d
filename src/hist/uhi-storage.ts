import { fault, integerAt, kindOf, listAt, numberAt, objectAt } from "./json-path.ts";
import { type CellFunction, sampleVarianceOf } from "./statistics.ts";
import type { StorageKind } from "./storage.ts";
import { dataAt } from "./uhi-axis.ts";

/** The data of a histogram as UHI has them: nested lists, or `index` and flat ones. */
export type UhiStorage = { readonly type: UhiStorageType } & Readonly<Record<string, unknown>>;

export type UhiStorageType = "int" | "double" | "weighted" | "mean" | "weighted_mean";

/** The data of each type, in the order of the numbers of our cells. */
const fields: Readonly<Record<UhiStorageType, readonly string[]>> = {
  int: ["values"],
  double: ["values"],
  weighted: ["values", "variances"],
  mean: ["counts", "values", "variances"],
  weighted_mean: ["sum_of_weights", "sum_of_weights_squared", "values", "variances"],
};

const kinds: Readonly<Record<UhiStorageType, StorageKind>> = {
  int: "int64",
  double: "double",
  weighted: "weight",
  mean: "mean",
  weighted_mean: "weightedMean",
};

const types: Readonly<Record<StorageKind, UhiStorageType>> = {
  double: "double",
  unlimited: "double",
  int64: "int",
  atomicInt64: "int",
  weight: "weighted",
  mean: "mean",
  weightedMean: "weighted_mean",
};

/**
 * The storage of a document.
 *
 * @param extents  cells of each axis in the document, flow bins included
 * @returns its kind, and the numbers of each cell in C order
 * @throws FormatError with the path of the fault
 */
export function readStorage(
  json: unknown,
  extents: readonly number[],
  path: string,
): { readonly kind: StorageKind; readonly cells: Float64Array } {
  const open = objectAt(json, path, ["type"], ["index", ...Object.values(fields).flat()]);
  const type = open.type as UhiStorageType;
  if (typeof type !== "string" || !Object.hasOwn(fields, type)) {
    const known = Object.keys(fields).join(", ");
    fault(`${path}.type`, `is ${kindOf(open.type)}; there are ${known}`);
  }
  const names = fields[type];
  const empty = Object.keys(open).length === 1;
  const record = objectAt(json, path, empty ? ["type"] : ["type", ...names], ["index", ...names]);
  const count = extents.reduce((product, n) => product * n, 1);
  const size = names.length;
  const cells = new Float64Array(count * size);
  if (empty) return { kind: kinds[type], cells };
  const places = record.index === undefined ? undefined : indexAt(record.index, extents, path);
  for (const [field, name] of names.entries()) {
    const at = `${path}.${name}`;
    const data = dataAt(record[name], at);
    if (places === undefined) {
      const end = dense(data, extents, 0, 0, at, (i, x) => {
        cells[i * size + field] = x;
      });
      if (end !== count) fault(at, `has ${end} numbers, not ${count}`);
      continue;
    }
    if (data.length !== places.length) {
      fault(at, `has ${data.length} numbers, its index ${places.length}`);
    }
    for (const [i, place] of places.entries()) {
      cells[place * size + field] = numberAt(data[i], `${at}[${i}]`);
    }
  }
  if (type === "int") {
    const wrong = cells.findIndex((x) => !Number.isInteger(x));
    if (wrong >= 0) fault(`${path}.values`, `must be integers; cell ${wrong} is ${cells[wrong]}`);
  }
  // UHI has the variance of the sample, we the sum that it is made of.
  if (type === "mean" || type === "weighted_mean") sumDeltas(cells, kinds[type], size);
  return { kind: kinds[type], cells };
}

/** Visits the numbers of nested lists in C order; returns the place behind the last. */
function dense(
  list: readonly unknown[],
  extents: readonly number[],
  depth: number,
  start: number,
  path: string,
  each: (i: number, x: number) => void,
): number {
  // A histogram without axes has one number, in a list since that is what the schema asks for.
  const length = extents.length === 0 ? 1 : extents[depth];
  if (list.length !== length) fault(path, `has ${list.length} entries, not ${length}`);
  let at = start;
  for (const [i, item] of list.entries()) {
    if (depth >= extents.length - 1) each(at++, numberAt(item, `${path}[${i}]`));
    else {
      const inner = `${path}[${i}]`;
      at = dense(listAt(item, inner), extents, depth + 1, at, inner, each);
    }
  }
  return at;
}

/** The cells of a sparse index: one list for each axis. */
function indexAt(json: unknown, extents: readonly number[], path: string): number[] {
  const at = `${path}.index`;
  const lists = dataAt(json, at);
  if (lists.length !== extents.length) fault(at, `has ${lists.length} axes, not ${extents.length}`);
  const places: number[] = [];
  for (const [axis, json] of lists.entries()) {
    const list = listAt(json, `${at}[${axis}]`);
    if (axis > 0 && list.length !== places.length) {
      fault(`${at}[${axis}]`, `has ${list.length} entries, the first axis ${places.length}`);
    }
    for (const [i, bin] of list.entries()) {
      const where = `${at}[${axis}][${i}]`;
      const place = integerAt(bin, where);
      if (place < 0 || place >= extents[axis]) {
        fault(where, `is ${place}; the axis has ${extents[axis]} bins, flow included`);
      }
      places[i] = (places[i] ?? 0) * extents[axis] + place;
    }
  }
  const seen = new Set<number>();
  for (const [i, place] of places.entries()) {
    if (seen.has(place)) fault(`${at}[0][${i}]`, "names a cell once more");
    seen.add(place);
  }
  return places;
}

/** Puts, for the variance in the last place of each cell, the sum that has this variance. */
function sumDeltas(cells: Float64Array, kind: StorageKind, size: number): void {
  const variance = sampleVarianceOf(kind);
  for (let at = 0; at < cells.length; at += size) {
    const last = at + size - 1;
    const wanted = cells[last];
    const [n, squares] = [cells[at], cells[at + 1]];
    const freedom = kind === "mean" ? n - 1 : n - squares / n;
    // Of one entry or none the variance is not defined, and the sum nothing.
    if (n === 0 || freedom === 0 || Number.isNaN(freedom)) {
      // Entries of weights that sum to 0 have no mean, either.
      cells[last] = n === 0 && Number.isNaN(cells[last - 1]) ? Number.NaN : 0;
      continue;
    }
    const sum = wanted * freedom;
    cells[last] = sum;
    if (variance(cells, at) === wanted || !Number.isFinite(sum)) continue;
    // The neighbour that gives the number of the document to its last bit, if there is one.
    const ulp = Math.abs(sum) * 2 ** -52;
    for (const near of [sum - ulp, sum - ulp / 2, sum + ulp / 2, sum + ulp]) {
      cells[last] = near;
      if (variance(cells, at) === wanted) break;
      cells[last] = sum;
    }
  }
}

/**
 * The cells as UHI has them.
 *
 * @param sparse  only cells that are not empty, with their places
 */
export function writeStorage(
  cells: Float64Array,
  kind: StorageKind,
  extents: readonly number[],
  sparse: boolean,
): UhiStorage {
  const type = types[kind];
  const names = fields[type];
  const size = names.length;
  const variance = sampleVarianceOf(kind);
  const values = names.map((name, field): CellFunction => {
    return name === "variances" && size > 2 ? variance : (from, at) => from[at + field];
  });
  const count = cells.length / size;
  if (!sparse || extents.length === 0) {
    const data = values.map((of) => nested(extents, (i) => of(cells, i * size)));
    return { type, ...Object.fromEntries(names.map((name, field) => [name, data[field]])) };
  }
  const full: number[] = [];
  for (let i = 0; i < count; i++) {
    if (cells.subarray(i * size, (i + 1) * size).some((x) => x !== 0)) full.push(i);
  }
  const index = extents.map((extent, axis) => {
    const step = extents.slice(axis + 1).reduce((product, n) => product * n, 1);
    return full.map((i) => Math.floor(i / step) % extent);
  });
  const data = values.map((of) => full.map((i) => of(cells, i * size)));
  return { type, index, ...Object.fromEntries(names.map((name, field) => [name, data[field]])) };
}

/** Numbers in nested lists, C order. */
export function nested(extents: readonly number[], of: (i: number) => number): unknown[] {
  if (extents.length === 0) return [of(0)];
  let next = 0;
  const level = (depth: number): unknown[] =>
    Array.from({ length: extents[depth] }, () =>
      depth === extents.length - 1 ? of(next++) : level(depth + 1),
    );
  return level(0);
}

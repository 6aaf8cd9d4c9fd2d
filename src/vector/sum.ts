import { AwkwardArray, type AwkwardRecord, type Records } from "../array/array.ts";
import { atLists, depthOf, resolveAxis } from "../array/axis.ts";
import { convert } from "../array/convert.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { type Layout, type ListLayout, loaded, type RecordLayout } from "../array/layout.ts";
import { knownOptions } from "../array/option-names.ts";
import { sum as sumNumbers } from "../array/reduce.ts";
import { tidy } from "../array/share.ts";
import { zip as zipRecords } from "../array/zip.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { scope } from "../wasm/scope.ts";
import { apply, behaviors } from "./behavior.ts";
import { carrying, summedFields } from "./candidate.ts";
import { coordinatesOf, type System } from "./coordinates.ts";
import { loadVectors, type Parts, partsOf } from "./parts.ts";
import { cartesianOf, dimensionsOf } from "./quantities.ts";
import type { Momentum4D } from "./zip.ts";

/** Options of {@link sum}. */
export interface SumOptions {
  /** 0 the outermost axis, -1 (default) the innermost; `null` sums all to one vector. */
  readonly axis?: number | null | undefined;
  /** Whether the axis stays, with one vector. */
  readonly keepdims?: boolean | undefined;
}

/**
 * Sum of the vectors along an axis: x, y, z and t (as many as they have) as float64, each added in
 * the order of the list. An empty list sums to the zero vector; missing vectors are left out. Sums of
 * candidates have their charges, added (see {@link add}).
 *
 * @param array  vectors in lists, in any coordinates, float32 or float64
 * @param options.axis  the axis of the lists; 0 (or -1) sums a flat array to an array of one
 * @see awkward.sum over vector's arrays; coffea.nanoevents.methods.candidate.Candidate.sum
 */
export function sum(
  array: AwkwardArray,
  options: SumOptions & { readonly axis: null },
): AwkwardRecord;
export function sum(array: Records, options?: SumOptions): Momentum4D & Records;
export function sum(array: AwkwardArray, options?: SumOptions): Momentum4D;
export function sum(array: AwkwardArray, options: SumOptions = {}): Momentum4D | AwkwardRecord {
  const { axis = -1, keepdims = false } = knownOptions(options, ["axis", "keepdims"], "vector.sum");
  const parts = partsOf(array);
  const level = axis === null ? null : resolveAxis(axis, depthOf(array.layout));
  const made = sumVectors(array, parts, level, keepdims);
  const names = summedFields([array]);
  if (names.length === 0) return made;
  return scope(() => {
    const total = (field: AwkwardArray): unknown =>
      level === null ? sumNumbers(field) : sumNumbers(field, { axis: level, keepdims });
    const fields = names.map((name) => [name, total(array.field(name)) as ArrayLike]);
    return carrying(made, Object.fromEntries(fields)) as Momentum4D | AwkwardRecord;
  });
}

function sumVectors(
  array: AwkwardArray,
  parts: Parts,
  level: number | null,
  keepdims: boolean,
): Momentum4D | AwkwardRecord {
  if (level !== null && level > 0 && !keepdims && isFused(parts.system)) {
    const made = fused(array, parts, level);
    if (made !== undefined) return made;
  }
  return scope(() => byComponent(array, parts, level, keepdims));
}

/** Systems whose sums need no columns of the components. */
function isFused({ azimuthal, longitudinal, temporal }: System): boolean {
  return azimuthal === "rhophi" && longitudinal === "eta" && temporal !== undefined;
}

/** Sums of the innermost lists straight from their coordinates, where the vectors are all there. */
function fused(array: AwkwardArray, parts: Parts, level: number): Momentum4D | undefined {
  const given = loaded(array.layout);
  const sliced = given.kind === "list" ? given.heads : undefined;
  // The first elements of lists are read where they are.
  const whole = sliced === undefined ? given : { ...given, content: sliced.content };
  const layout = loadVectors(whole, parts.names);
  if (level !== depthOf(layout) - 1 || !isPlain(layout)) return undefined;
  const made = tidy(() =>
    atLists(layout, level, (list) => sumLists(list, parts, sliced?.offsets ?? list.offsets)),
  );
  return new AwkwardArray(made, { metadata: array.metadata }) as Momentum4D;
}

/** Whether there are lists and records of columns alone. */
function isPlain(layout: Layout): boolean {
  if (layout.kind === "record") return layout.contents.every(({ kind }) => kind === "flat");
  return (layout.kind === "list" || layout.kind === "regular") && isPlain(layout.content);
}

/** @param starts  where the lists begin, if `offsets` only gives their lengths */
function sumLists(
  { offsets, content }: ListLayout,
  { system, names, momentum }: Parts,
  starts: Column<"int32">,
): Layout {
  const record = content as RecordLayout;
  const column = (coordinate: string): Column => {
    const name = names[(coordinatesOf(system) as string[]).indexOf(coordinate)];
    const data = record.contents[record.fields.indexOf(name)];
    return (data as Layout & { kind: "flat" }).data;
  };
  const given = ["rho", "eta", "phi", system.temporal as string].map(column);
  const single = given.every(({ dtype }) => dtype === "float32");
  const [pt, eta, phi, e] = (single ? given : given.map((data) => convert(data, "float64"))).map(
    ({ address }) => address,
  );
  const n = starts.length - 1;
  const fields = ["x", "y", "z", "t"];
  const out = fields.map(() => reserve("float64", n));
  const [x, y, z, t] = out.map(({ address }) => address);
  const fromMass = Number(system.temporal === "tau");
  const [from, count, flag] = [starts.address, offsets.address, Number(single)];
  kernels.vector_sum(from, count, pt, eta, phi, e, flag, fromMass, x, y, z, t, n);
  const contents = out.map((data): Layout => ({ kind: "flat", data: data as unknown as Column }));
  const behavior = behaviors[momentum ? "Momentum4D" : "Vector4D"];
  return { kind: "record", fields, contents, length: n, name: behavior.name, behavior };
}

/** Sums of each component, as those of numbers are. */
function byComponent(
  array: AwkwardArray,
  { system, momentum }: Parts,
  level: number | null,
  keepdims: boolean,
): Momentum4D | AwkwardRecord {
  const cartesian = apply({ vectors: [array], double: true }, ([v]) => cartesianOf(v));
  const components = cartesian as AwkwardArray;
  const total = (name: string): AwkwardArray => {
    const column = components.field(name);
    if (level === null) return ones(Number(sumNumbers(column)));
    const made = sumNumbers(column, { axis: level, keepdims });
    return made instanceof AwkwardArray ? made : ones(Number(made));
  };
  const fields = Object.fromEntries(components.fields.map((name) => [name, total(name)]));
  const behavior = behaviors[`${momentum ? "Momentum" : "Vector"}${dimensionsOf(system)}D`];
  const made: AwkwardArray = zipRecords(fields, { behavior });
  return level === null ? (made.at(0) as AwkwardRecord) : (made as Momentum4D);
}

/** An array of one number. */
function ones(value: number): AwkwardArray {
  const data = reserve("float64", 1);
  data.view()[0] = value;
  return new AwkwardArray({ kind: "flat", data: data as unknown as Column });
}

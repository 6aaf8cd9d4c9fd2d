import { AwkwardArray, checkArray } from "../array/array.ts";
import { atLists, depthOf } from "../array/axis.ts";
import { convert } from "../array/convert.ts";
import { type Layout, type ListLayout, loaded, type RecordLayout } from "../array/layout.ts";
import { tidy } from "../array/share.ts";
import { ShapeError, UnsupportedError, UsageError } from "../errors.ts";
import { type Column, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import { apply } from "./behavior.ts";
import { coordinatesOf } from "./coordinates.ts";
import { loadVectors, type Parts, partsOf } from "./parts.ts";
import { cartesianOf, dimensionsOf } from "./quantities.ts";

/** The least length of the kernel's block of vectors. */
const BLOCK = 128;

/**
 * The mass of the sum of each pair of vectors of a list: what Awkward and vector give for
 * `p = ak.combinations(v, 2); (p["0"] + p["1"]).mass`, without arrays of pairs. In float64.
 *
 * @param vectors  four-vectors in lists, none missing
 * @returns lists of masses: of the first with the second, third …, of the second with the third …;
 *   negative for space-like sums
 * @see awkward.combinations, vector.mass
 */
export function pairMass(vectors: AwkwardArray): AwkwardArray {
  checkArray(vectors, "pairMass");
  const parts = partsOf(vectors);
  if (dimensionsOf(parts.system) !== 4) throw new UsageError("pairMass takes four-vectors");
  const { azimuthal, longitudinal } = parts.system;
  const polar = azimuthal === "rhophi" && longitudinal === "eta";
  const given = polar ? vectors : cartesian(vectors);
  const source = polar ? parts : partsOf(given);
  const layout = loadVectors(given.layout, source.names);
  const depth = depthOf(layout);
  if (depth < 2) throw new UsageError("pairMass takes lists of vectors");
  const made = tidy(() => atLists(layout, depth - 1, (list) => massesOf(list, source)));
  if (given !== vectors) given.dispose();
  return new AwkwardArray(made, { metadata: vectors.metadata });
}

function cartesian(vectors: AwkwardArray): AwkwardArray {
  return apply({ vectors: [vectors], double: true }, ([v]) => cartesianOf(v)) as AwkwardArray;
}

function massesOf({ offsets, content }: ListLayout, { system, names }: Parts): Layout {
  const record = loaded(content);
  if (record.kind !== "record") {
    throw new UnsupportedError("pairs of vectors that may be missing: see ak.dropNone", "pairMass");
  }
  const form = system.longitudinal === "z" ? 2 : Number(system.temporal === "tau");
  const order = form === 2 ? ["x", "y", "z", "t"] : ["rho", "eta", "phi", system.temporal];
  const own: readonly string[] = coordinatesOf(system);
  const columns = order.map((name) => columnOf(record, names[own.indexOf(name as string)]));
  const single = form !== 2 && columns.every(({ dtype }) => dtype === "float32");
  const [a, b, c, d] = (single ? columns : columns.map((column) => convert(column, "float64"))).map(
    ({ address }) => address,
  );
  const n = offsets.length - 1;
  const counts = reserve("int32", n + 1);
  const status = kernels.vector_combination_offsets(offsets.address, counts.address, n);
  if (status !== 0) {
    throw new ShapeError(`more than 2^31 pairs up to list ${status - 1}: take fewer at a time`);
  }
  const masses = reserve("float64", counts.at(n) as number);
  const longest = Math.max(BLOCK, kernels.array_longest(offsets.address, n));
  const long = reserve("float64", 4 * (longest + BLOCK));
  const [from, flag, block] = [offsets.address, Number(single), long.address];
  kernels.vector_pair_mass(from, a, b, c, d, flag, form, block, masses.address, n);
  const data = masses as unknown as Column;
  return { kind: "list", offsets: counts, content: { kind: "flat", data } };
}

function columnOf(record: RecordLayout, name: string): Column {
  const content = loaded(record.contents[record.fields.indexOf(name)]);
  if (content.kind === "empty") return reserve("float64", 0) as unknown as Column;
  if (content.kind !== "flat") throw new UsageError(`the coordinate ${name} is not a column`);
  return content.data;
}

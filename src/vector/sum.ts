import { AwkwardArray } from "../array/array.ts";
import { atLists, depthOf, resolveAxis } from "../array/axis.ts";
import { convert } from "../array/convert.ts";
import { type Layout, type ListLayout, loaded, type RecordLayout } from "../array/layout.ts";
import { tidy } from "../array/share.ts";
import { UnsupportedError, UsageError } from "../errors.ts";
import { type Column, columnOf, reserve } from "../wasm/column.ts";
import { kernels } from "../wasm/instance.ts";
import {
  behaviors,
  coordinateColumn,
  derivationOf,
  loadVectors,
  systemOfArray,
} from "./behavior.ts";
import { coordinatesOf, type System } from "./coordinates.ts";
import type { Momentum4D } from "./zip.ts";

const cartesian = ["x", "y", "z", "t"] as const;

/**
 * Sum of the vectors of each list, or of all: x, y, z and t as float64, each added in the order of
 * the list. An empty list sums to the zero vector.
 *
 * @param array  four-vectors in lists, in any coordinates, float32 or float64
 * @param options.axis  the axis of the lists: 1 or -1; 0 sums a flat array to an array of one
 * @see awkward.sum over vector's arrays
 */
export function sum(
  array: AwkwardArray,
  { axis = -1 }: { readonly axis?: number } = {},
): Momentum4D {
  const system = systemOfArray(array);
  if (system.temporal === undefined) {
    throw new UnsupportedError("only four-vectors can be summed yet", "vector.sum");
  }
  const given = loaded(array.layout);
  const sliced = isFused(system) && given.kind === "list" ? given.heads : undefined;
  // The first elements of lists are read where they are.
  const whole = sliced === undefined ? given : { ...given, content: sliced.content };
  const layout = loadVectors(whole, coordinatesOf(system));
  const depth = depthOf(layout);
  const level = resolveAxis(axis, depth);
  if (level !== depth - 1) {
    throw new UnsupportedError(
      `vectors are summed along their innermost axis, not ${axis}`,
      "axis",
    );
  }
  const made = tidy(() => {
    if (depth === 1) {
      const record = loaded(layout) as RecordLayout;
      const offsets = columnOf("int32", [0, record.length]);
      return sumLists({ kind: "list", offsets, content: record }, system);
    }
    return atLists(layout, level, (list) => sumLists(list, system, sliced?.offsets));
  });
  const name = array.behavior?.name === "Vector4D" ? "Vector4D" : "Momentum4D";
  const behavior = behaviors[name];
  return new AwkwardArray(made, { behavior, metadata: array.metadata }) as Momentum4D;
}

/** Systems whose sums need no columns of the components. */
function isFused({ azimuthal, longitudinal }: System): boolean {
  return azimuthal === "rhophi" && longitudinal === "eta";
}

/** @param starts  where the lists begin, if `offsets` only gives their lengths */
function sumLists(
  { offsets, content }: ListLayout,
  system: System,
  starts: Column<"int32"> = offsets,
): Layout {
  const record = loaded(content);
  if (record.kind !== "record")
    throw new UsageError("vectors that may be missing cannot be summed yet");
  const n = offsets.length - 1;
  const columns = isFused(system)
    ? fused(record, starts, offsets, system)
    : byComponent(record, offsets, system, n);
  const contents = columns.map(
    (data): Layout => ({ kind: "flat", data: data as unknown as Column }),
  );
  const name = record.name === "Vector4D" ? "Vector4D" : "Momentum4D";
  return {
    kind: "record",
    fields: cartesian,
    contents,
    length: n,
    name,
    behavior: behaviors[name],
  };
}

/** From (rho, phi, eta, t or tau) without columns of the components. */
function fused(
  record: RecordLayout,
  starts: Column<"int32">,
  lengths: Column<"int32">,
  system: System,
): Column<"float64">[] {
  const n = starts.length - 1;
  const given = (["rho", "eta", "phi", system.temporal ?? "t"] as const).map((name) =>
    coordinateColumn(record, name),
  );
  const single = given.every((column) => column.dtype === "float32");
  const [pt, eta, phi, e] = (
    single ? given : given.map((column) => convert(column, "float64"))
  ).map((column) => column.address);
  const out = cartesian.map(() => reserve("float64", n));
  const [x, y, z, t] = out.map((column) => column.address);
  const fromMass = Number(system.temporal === "tau");
  const [from, count, flag] = [starts.address, lengths.address, Number(single)];
  kernels.vector_sum(from, count, pt, eta, phi, e, flag, fromMass, x, y, z, t, n);
  return out;
}

function byComponent(
  record: RecordLayout,
  offsets: Column<"int32">,
  system: System,
  n: number,
): Column<"float64">[] {
  const { get } = derivationOf(record, system);
  return cartesian.map((name) => {
    const component = get(name).address;
    const out = reserve("float64", n);
    kernels.array_sum_f64(offsets.address, component, out.address, n);
    return out;
  });
}

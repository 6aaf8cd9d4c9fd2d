import {
  type AwkwardArray,
  type AwkwardRecord,
  checkArray,
  type RecordArray,
} from "../array/array.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { fromIter } from "../array/from.ts";
import { zip as zipRecords } from "../array/zip.ts";
import { UsageError } from "../errors.ts";
import { scope } from "../wasm/scope.ts";
import { behaviors } from "./behavior.ts";
import {
  type Coordinate,
  coordinates,
  isCoordinate,
  momentumNames,
  systemOf,
} from "./coordinates.ts";
import { dimensionsOf } from "./quantities.ts";

type PlanarNames = "x" | "y" | "rho" | "rho2" | "phi";
type SpatialNames = PlanarNames | "z" | "theta" | "eta" | "costheta" | "cottheta" | "mag" | "mag2";
type LorentzNames = SpatialNames | "t" | "t2" | "tau" | "tau2" | "beta" | "gamma" | "rapidity";

type MomentumNames =
  | ("px" | "py" | "pz" | "pt" | "pt2" | "p" | "p2" | "pseudorapidity")
  | ("E" | "e" | "energy" | "E2" | "e2" | "energy2")
  | ("M" | "m" | "mass" | "M2" | "m2" | "mass2")
  | ("Et" | "et" | "transverseEnergy" | "Et2" | "et2" | "transverseEnergy2")
  | ("Mt" | "mt" | "transverseMass" | "Mt2" | "mt2" | "transverseMass2");

/** Four-vectors. @see vector.Vector4D */
export type Vector4D = AwkwardArray & {
  readonly [Name in LorentzNames | "neg2D" | "neg3D" | "neg4D"]: AwkwardArray;
};
/** Four-momenta: vectors with `px`, `pt`, `energy`, `mass` and so on. @see vector.Momentum4D */
export type Momentum4D = Vector4D & { readonly [Name in MomentumNames]: AwkwardArray };
/** One vector. @see vector.VectorObject4D */
export type SingleVector = AwkwardRecord & {
  readonly [Name in LorentzNames | MomentumNames]: number;
};

/**
 * Joins columns of coordinates as an array of vectors: records with the fields `x y | rho phi`,
 * `z | theta | eta`, `t | tau`, and others as they are. Momentum names (`pt`, `energy`, `mass` …)
 * stand for the coordinates and make momenta. Columns may be jagged alike, float32 or float64.
 *
 * Properties and operations are computed in float64, also from float32 columns (vector itself stays
 * in float32), with vector's formulas: the mass of a space-like vector is negative.
 *
 * @throws UsageError for coordinates that make no vector; ShapeError naming the first list that
 *   differs
 * @see vector.zip
 */
export function zip<Fields extends string>(
  arrays: Readonly<Record<Fields, ArrayLike>>,
): Momentum4D & RecordArray<Fields>;
export function zip(arrays: Readonly<Record<string, ArrayLike>>): Momentum4D {
  const fields = new Map<Coordinate, ArrayLike>();
  const others: [string, ArrayLike][] = [];
  let momentum = false;
  for (const [name, value] of Object.entries(arrays)) {
    const coordinate = momentumNames[name] ?? name;
    if (!isCoordinate(coordinate)) {
      others.push([name, value]);
      continue;
    }
    if (fields.has(coordinate)) {
      throw new UsageError(`the coordinate ${coordinate} is given twice (${name})`);
    }
    momentum ||= name in momentumNames;
    fields.set(coordinate, value);
  }
  const dimensions = dimensionsOf(systemOf([...fields.keys()]));
  const behavior = behaviors[`${momentum ? "Momentum" : "Vector"}${dimensions}D`];
  const ordered = coordinates
    .filter((name) => fields.has(name))
    .map((name) => [name, fields.get(name) as ArrayLike]);
  const all = Object.fromEntries([...ordered, ...others]);
  const made: AwkwardArray = zipRecords(all, { behavior });
  return made as Momentum4D;
}

/**
 * The records of an array, whose fields are named as coordinates are, as vectors.
 *
 * @throws UsageError for coordinates that make no vector
 * @see vector.Array
 */
export function array(records: AwkwardArray): Momentum4D {
  checkArray(records, "vector.array");
  return zip(Object.fromEntries(records.fields.map((name) => [name, records.field(name)])));
}

/**
 * One vector, from numbers: `obj({ pt: 40, eta: 1.2, phi: 0.3, mass: 0.1 })`.
 *
 * @throws UsageError for coordinates that make no vector
 * @see vector.obj
 */
export function obj(coordinates: Readonly<Record<string, number>>): SingleVector {
  return scope(() => {
    const columns = Object.entries(coordinates).map(([name, value]) => [name, fromIter([value])]);
    return zip(Object.fromEntries(columns)).at(0) as SingleVector;
  });
}

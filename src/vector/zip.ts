import type { AwkwardArray } from "../array/array.ts";
import type { ArrayLike } from "../array/elementwise.ts";
import { zip as zipRecords } from "../array/zip.ts";
import { UsageError } from "../errors.ts";
import { behaviors } from "./behavior.ts";
import { type Coordinate, isCoordinate, momentumNames, systemOf } from "./coordinates.ts";

/** Properties of all vectors with two coordinates or more. */
interface PlanarProperties {
  readonly x: AwkwardArray;
  readonly y: AwkwardArray;
  readonly rho: AwkwardArray;
  readonly rho2: AwkwardArray;
  readonly phi: AwkwardArray;
}

interface SpatialProperties extends PlanarProperties {
  readonly z: AwkwardArray;
  readonly theta: AwkwardArray;
  readonly eta: AwkwardArray;
  readonly mag: AwkwardArray;
  readonly mag2: AwkwardArray;
}

interface LorentzProperties extends SpatialProperties {
  readonly t: AwkwardArray;
  readonly t2: AwkwardArray;
  readonly tau: AwkwardArray;
  readonly tau2: AwkwardArray;
  readonly rapidity: AwkwardArray;
}

type MomentumNames =
  | ("px" | "py" | "pz" | "pt" | "pt2" | "p" | "p2")
  | ("E" | "e" | "energy" | "E2" | "e2" | "energy2")
  | ("M" | "m" | "mass" | "M2" | "m2" | "mass2" | "Mt" | "mt" | "Mt2" | "mt2");

/** Four-vectors. @see vector.Vector4D */
export type Vector4D = AwkwardArray & LorentzProperties;
/** Four-momenta: vectors with `px`, `pt`, `energy`, `mass` and so on. @see vector.Momentum4D */
export type Momentum4D = Vector4D & { readonly [Name in MomentumNames]: AwkwardArray };

/**
 * Joins columns of coordinates as an array of vectors: records with the fields `x y | rho phi`,
 * `z | theta | eta`, `t | tau`, and others as they are. Momentum names (`pt`, `energy`, `mass` …)
 * stand for the coordinates and make momenta. Columns may be jagged alike, float32 or float64.
 *
 * Properties are computed in float64 when asked for, also from float32 columns (vector itself stays
 * in float32), with vector's formulas: the mass of a space-like vector is negative.
 *
 * @throws UsageError for coordinates that make no vector; ShapeError naming the first list that
 *   differs
 * @see vector.zip
 */
export function zip(arrays: Readonly<Record<string, ArrayLike>>): Momentum4D {
  const fields: Record<string, ArrayLike> = {};
  const names: Coordinate[] = [];
  const others: [string, ArrayLike][] = [];
  let momentum = false;
  for (const [name, value] of Object.entries(arrays)) {
    const coordinate = momentumNames[name] ?? name;
    if (!isCoordinate(coordinate)) {
      others.push([name, value]);
      continue;
    }
    if (coordinate in fields) {
      throw new UsageError(`the coordinate ${coordinate} is given twice (${name})`);
    }
    momentum ||= name in momentumNames;
    names.push(coordinate);
    fields[coordinate] = value;
  }
  const { longitudinal, temporal } = systemOf(names);
  const dimensions = 2 + Number(longitudinal !== undefined) + Number(temporal !== undefined);
  const behavior = behaviors[`${momentum ? "Momentum" : "Vector"}${dimensions}D`];
  const all = { ...fields, ...Object.fromEntries(others) };
  return zipRecords(all, { behavior }) as Momentum4D;
}

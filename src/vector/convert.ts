import type { ArrayLike } from "../array/elementwise.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { type Change, change } from "./call.ts";
import { type Coordinate, momentumNames, type System } from "./coordinates.ts";
import type { VectorLike } from "./evaluate.ts";
import type { Term } from "./formula.ts";
import { atLeast, spatialPart } from "./operations.ts";
import { partsOf } from "./parts.ts";
import { dimensionsOf, quantity, type Symbolic, symbolic } from "./quantities.ts";

// Conversions keep names (momenta stay momenta) and other fields. Coordinates that a vector does not
// have are 0, or what is given, by any of their names: `toXYZT(v, { z: 1, mass: 0.1 })`.

/** Coordinates for vectors that have fewer dimensions, by any of their names. */
export type MissingCoordinates = Readonly<
  Partial<
    Record<
      ("z" | "pz" | "theta" | "eta" | "t" | "e" | "E" | "energy") | ("tau" | "m" | "M" | "mass"),
      ArrayLike
    >
  >
>;

const ALONG: readonly string[] = [
  ...["z", "pz", "theta", "eta", "t", "e", "E", "energy"],
  ...["tau", "m", "M", "mass"],
];

/** A conversion of coordinates or dimensions. */
export type Conversion = Change<[missing?: MissingCoordinates]>;

/** Coordinates that are given, by their own name, with terms in the order of `numbers`. */
function given(missing: MissingCoordinates): {
  numbers: ArrayLike[];
  find: (terms: readonly Term[], ...among: Coordinate[]) => [Coordinate, Term] | undefined;
} {
  const names: Coordinate[] = [];
  const numbers: ArrayLike[] = [];
  for (const [name, value] of Object.entries(missing)) {
    if (!ALONG.includes(name)) throw new NotFoundError("coordinate", name, ALONG, "a conversion");
    if (value === undefined) continue;
    names.push(momentumNames[name] ?? (name as Coordinate));
    numbers.push(value);
  }
  const find = (terms: readonly Term[], ...among: Coordinate[]): [Coordinate, Term] | undefined => {
    const at = names.flatMap((name, i) => (among.includes(name) ? [i] : []));
    if (at.length > 1) throw new UsageError(`one of ${among.join(", ")} can be given, not several`);
    return at.length === 0 ? undefined : [names[at[0]], terms[at[0]]];
  };
  return { numbers, find };
}

/** The vector with `dimensions` in its own coordinates: cut, or with those given or 0. */
function resized(
  v: Symbolic,
  dimensions: 2 | 3 | 4,
  find: (...among: Coordinate[]) => [Coordinate, Term] | undefined,
): Symbolic {
  const f = v.formula;
  const { x, y, rho, phi } = v.coordinates;
  const values = [x ?? rho, y ?? phi].filter((node) => node !== undefined);
  const { azimuthal } = v.system;
  if (dimensions === 2) {
    return symbolic(f, { azimuthal, longitudinal: undefined, temporal: undefined }, ...values);
  }
  const part = (
    own: Coordinate | undefined,
    among: Coordinate[],
    fallback: Coordinate,
  ): Coordinate => {
    const extra = find(...among);
    if (own !== undefined) {
      if (extra !== undefined) {
        throw new UsageError(`these vectors have ${own} already: ${extra[0]} cannot be given`);
      }
      values.push(quantity(v, own));
      return own;
    }
    const [name, term] = extra ?? [fallback, 0];
    values.push(f.node(term));
    return name;
  };
  const along = part(v.system.longitudinal, ["z", "theta", "eta"], "z");
  const system = { azimuthal, longitudinal: along, temporal: undefined } as System;
  if (dimensions === 3) return symbolic(f, system, ...values);
  const time = part(v.system.temporal, ["t", "tau"], "t");
  return symbolic(f, { ...system, temporal: time } as System, ...values);
}

function sized(dimensions: 2 | 3 | 4): Conversion {
  return change((missing: MissingCoordinates = {}) => {
    const { numbers, find } = given(missing);
    const write = ([v]: readonly Symbolic[], terms: readonly Term[]): Symbolic =>
      resized(v, dimensions, (...among) => find(terms, ...among));
    return { numbers, write };
  });
}

/** The part across the beam. @see vector.to_Vector2D, to_2D */
export const toVector2D: Conversion = sized(2);
/** The part in space; planar vectors get z = 0 or what is given. @see vector.to_Vector3D, to_3D */
export const toVector3D: Conversion = sized(3);
/** Four-vectors; others get z = 0 and t = 0 or what is given. @see vector.to_Vector4D, to_4D */
export const toVector4D: Conversion = sized(4);

/** As many dimensions as other vectors have. @see vector.like */
export const like: Change<[other: VectorLike]> = ((vector: VectorLike, other: VectorLike) => {
  const array = "array" in other && !("layout" in other) ? other.array : other;
  return [toVector2D, toVector3D, toVector4D][
    dimensionsOf(partsOf(array as Parameters<typeof partsOf>[0]).system) - 2
  ](vector);
}) as Change<[other: VectorLike]>;

/** The velocity of four-vectors: their spatial part by t, in their own coordinates. @see vector.to_beta3 */
export const toBeta3: Change<[]> = change(() => ({
  write: ([v]) => {
    atLeast(v, 4, "toBeta3");
    const f = v.formula;
    const t = quantity(v, "t");
    const part = spatialPart(v);
    const coordinates = { ...part.coordinates };
    for (const name of ["x", "y", "rho", "z"] as const) {
      const node = coordinates[name];
      if (node !== undefined) coordinates[name] = f.divide(node, t);
    }
    return { ...part, coordinates };
  },
}));

/** Vectors in other coordinates. */
function conversion(...names: Coordinate[]): Conversion {
  const [first, , longitudinal, temporal] = names;
  const azimuthal = first === "x" ? "xy" : "rhophi";
  const system = { azimuthal, longitudinal, temporal } as System;
  return change((missing: MissingCoordinates = {}) => {
    const { numbers, find } = given(missing);
    const write = ([v]: readonly Symbolic[], terms: readonly Term[]): Symbolic => {
      const f = v.formula;
      const has = dimensionsOf(v.system);
      // What is not there is imputed in the coordinate asked for.
      const values = names.map((name, i) => {
        if (i < 2 || i < has) return quantity(v, name);
        const extra = find(terms, name);
        return f.node(extra?.[1] ?? 0);
      });
      return symbolic(f, system, ...values);
    };
    return { numbers, write };
  });
}

/** @see vector.to_xy */
export const toXY: Conversion = conversion("x", "y");
/** @see vector.to_pxpy */
export const toPxPy: Conversion = conversion("x", "y");
/** @see vector.to_xyz */
export const toXYZ: Conversion = conversion("x", "y", "z");
/** @see vector.to_pxpypz */
export const toPxPyPz: Conversion = conversion("x", "y", "z");
/** @see vector.to_xyzt */
export const toXYZT: Conversion = conversion("x", "y", "z", "t");
/** @see vector.to_pxpypzenergy */
export const toPxPyPzEnergy: Conversion = conversion("x", "y", "z", "t");
/** @see vector.to_xyztau */
export const toXYZTau: Conversion = conversion("x", "y", "z", "tau");
/** @see vector.to_pxpypzmass */
export const toPxPyPzMass: Conversion = conversion("x", "y", "z", "tau");
/** @see vector.to_xytheta */
export const toXYTheta: Conversion = conversion("x", "y", "theta");
/** @see vector.to_pxpytheta */
export const toPxPyTheta: Conversion = conversion("x", "y", "theta");
/** @see vector.to_xythetat */
export const toXYThetaT: Conversion = conversion("x", "y", "theta", "t");
/** @see vector.to_pxpythetaenergy */
export const toPxPyThetaEnergy: Conversion = conversion("x", "y", "theta", "t");
/** @see vector.to_xythetatau */
export const toXYThetaTau: Conversion = conversion("x", "y", "theta", "tau");
/** @see vector.to_pxpythetamass */
export const toPxPyThetaMass: Conversion = conversion("x", "y", "theta", "tau");
/** @see vector.to_xyeta */
export const toXYEta: Conversion = conversion("x", "y", "eta");
/** @see vector.to_pxpyeta */
export const toPxPyEta: Conversion = conversion("x", "y", "eta");
/** @see vector.to_xyetat */
export const toXYEtaT: Conversion = conversion("x", "y", "eta", "t");
/** @see vector.to_pxpyetaenergy */
export const toPxPyEtaEnergy: Conversion = conversion("x", "y", "eta", "t");
/** @see vector.to_xyetatau */
export const toXYEtaTau: Conversion = conversion("x", "y", "eta", "tau");
/** @see vector.to_pxpyetamass */
export const toPxPyEtaMass: Conversion = conversion("x", "y", "eta", "tau");
/** @see vector.to_rhophi */
export const toRhoPhi: Conversion = conversion("rho", "phi");
/** @see vector.to_ptphi */
export const toPtPhi: Conversion = conversion("rho", "phi");
/** @see vector.to_rhophiz */
export const toRhoPhiZ: Conversion = conversion("rho", "phi", "z");
/** @see vector.to_ptphipz */
export const toPtPhiPz: Conversion = conversion("rho", "phi", "z");
/** @see vector.to_rhophizt */
export const toRhoPhiZT: Conversion = conversion("rho", "phi", "z", "t");
/** @see vector.to_ptphipzenergy */
export const toPtPhiPzEnergy: Conversion = conversion("rho", "phi", "z", "t");
/** @see vector.to_rhophiztau */
export const toRhoPhiZTau: Conversion = conversion("rho", "phi", "z", "tau");
/** @see vector.to_ptphipzmass */
export const toPtPhiPzMass: Conversion = conversion("rho", "phi", "z", "tau");
/** @see vector.to_rhophitheta */
export const toRhoPhiTheta: Conversion = conversion("rho", "phi", "theta");
/** @see vector.to_ptphitheta */
export const toPtPhiTheta: Conversion = conversion("rho", "phi", "theta");
/** @see vector.to_rhophithetat */
export const toRhoPhiThetaT: Conversion = conversion("rho", "phi", "theta", "t");
/** @see vector.to_ptphithetaenergy */
export const toPtPhiThetaEnergy: Conversion = conversion("rho", "phi", "theta", "t");
/** @see vector.to_rhophithetatau */
export const toRhoPhiThetaTau: Conversion = conversion("rho", "phi", "theta", "tau");
/** @see vector.to_ptphithetamass */
export const toPtPhiThetaMass: Conversion = conversion("rho", "phi", "theta", "tau");
/** @see vector.to_rhophieta */
export const toRhoPhiEta: Conversion = conversion("rho", "phi", "eta");
/** @see vector.to_ptphieta */
export const toPtPhiEta: Conversion = conversion("rho", "phi", "eta");
/** @see vector.to_rhophietat */
export const toRhoPhiEtaT: Conversion = conversion("rho", "phi", "eta", "t");
/** @see vector.to_ptphietaenergy */
export const toPtPhiEtaEnergy: Conversion = conversion("rho", "phi", "eta", "t");
/** @see vector.to_rhophietatau */
export const toRhoPhiEtaTau: Conversion = conversion("rho", "phi", "eta", "tau");
/** @see vector.to_ptphietamass */
export const toPtPhiEtaMass: Conversion = conversion("rho", "phi", "eta", "tau");

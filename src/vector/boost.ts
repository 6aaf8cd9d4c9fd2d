import type { ArrayLike } from "../array/elementwise.ts";
import { UsageError } from "../errors.ts";
import { type Change, change } from "./call.ts";
import type { VectorLike } from "./evaluate.ts";
import type { Node, Term } from "./formula.ts";
import { atLeast, boosted, scale } from "./operations.ts";
import { dimensionsOf, quantity, type Symbolic, symbolic } from "./quantities.ts";

// Four-vectors that are given by tau keep it. Velocities are in units of that of light; boosts to
// that velocity and beyond give NaN or infinities.

/** By velocity, or by gamma with the sign of the velocity: exactly one of them. */
export type AxisBoost = { readonly beta: ArrayLike } | { readonly gamma: ArrayLike };

/** Boosted along x. @see vector.boostX */
export const boostX: Change<[by: AxisBoost]> = along("x");
/** Boosted along y. @see vector.boostY */
export const boostY: Change<[by: AxisBoost]> = along("y");
/** Boosted along the beam; what is across it stays as it is given. @see vector.boostZ */
export const boostZ: Change<[by: AxisBoost]> = along("z");

function along(axis: "x" | "y" | "z"): Change<[by: AxisBoost]> {
  const name = `boost${axis.toUpperCase()}`;
  return change((by) => {
    const { beta, gamma } = by as { beta?: ArrayLike; gamma?: ArrayLike };
    const value = beta ?? gamma;
    if (value === undefined || (beta !== undefined && gamma !== undefined)) {
      throw new UsageError(`${name} takes either beta or gamma`);
    }
    const write = ([v]: readonly Symbolic[], [number]: readonly Term[]): Symbolic => {
      atLeast(v, 4, name);
      const f = v.formula;
      const [g, bg] = beta === undefined ? byGamma(v, number) : byBeta(v, number);
      const [part, t] = [quantity(v, axis), quantity(v, "t")];
      const moved = f.add(f.multiply(g, part), f.multiply(bg, t));
      const time = v.coordinates.tau ?? f.add(f.multiply(bg, part), f.multiply(g, t));
      const { azimuthal, temporal } = v.system;
      if (axis === "z") {
        const [a, b] = azimuthal === "xy" ? (["x", "y"] as const) : (["rho", "phi"] as const);
        const system = { azimuthal, longitudinal: "z", temporal } as const;
        return symbolic(f, system, quantity(v, a), quantity(v, b), moved, time);
      }
      const values = (["x", "y", "z"] as const).map((one) =>
        one === axis ? moved : quantity(v, one),
      );
      return symbolic(f, { azimuthal: "xy", longitudinal: "z", temporal }, ...values, time);
    };
    return { numbers: [value], write };
  });
}

/** gamma and beta gamma. */
function byBeta({ formula: f }: Symbolic, beta: Term): [Node, Node] {
  const gamma = f.divide(1, f.sqrt(f.subtract(1, f.square(beta))));
  return [gamma, f.multiply(beta, gamma)];
}

function byGamma({ formula: f }: Symbolic, gamma: Term): [Node, Node] {
  const size = f.absolute(gamma);
  return [size, f.copysign(f.sqrt(f.subtract(f.square(size), 1)), gamma)];
}

/**
 * Boosted by the velocity of a four-vector.
 * @throws UsageError unless both are four-vectors
 * @see vector.boost_p4
 */
export const boostP4: Change<[p4: VectorLike]> = change((p4) => ({
  others: [p4],
  write: ([v, by]) => momentumBoost(v, by, 1),
}));

/**
 * Boosted by a velocity.
 * @param beta3  vectors of three dimensions, shorter than 1
 * @see vector.boost_beta3
 */
export const boostBeta3: Change<[beta3: VectorLike]> = change((beta3) => ({
  others: [beta3],
  write: ([v, by]) => velocityBoost(v, by, 1),
}));

/** {@link boostP4} of four-vectors, {@link boostBeta3} of velocities. @see vector.boost */
export const boost: Change<[booster: VectorLike]> = change((booster) => ({
  others: [booster],
  write: ([v, by]) => eitherBoost(v, by, 1),
}));

/** Boosted to where a four-vector is at rest. @see vector.boostCM_of_p4 */
export const boostCMOfP4: Change<[p4: VectorLike]> = change((p4) => ({
  others: [p4],
  write: ([v, by]) => momentumBoost(v, by, -1),
}));

/** Boosted to where what has this velocity is at rest. @see vector.boostCM_of_beta3 */
export const boostCMOfBeta3: Change<[beta3: VectorLike]> = change((beta3) => ({
  others: [beta3],
  write: ([v, by]) => velocityBoost(v, by, -1),
}));

/** {@link boostCMOfP4} of four-vectors, {@link boostCMOfBeta3} of velocities. @see vector.boostCM_of */
export const boostCMOf: Change<[booster: VectorLike]> = change((booster) => ({
  others: [booster],
  write: ([v, by]) => eitherBoost(v, by, -1),
}));

function eitherBoost(v: Symbolic, by: Symbolic, sign: 1 | -1): Symbolic {
  const four = dimensionsOf(by.system) === 4;
  return four ? momentumBoost(v, by, sign) : velocityBoost(v, by, sign);
}

function momentumBoost(v: Symbolic, given: Symbolic, sign: 1 | -1): Symbolic {
  atLeast(v, 4, "boost");
  atLeast(given, 4, "the booster of boostP4");
  const f = v.formula;
  const by = sign === 1 ? given : scale(given, -1, 3);
  const [x, y, z] = [quantity(by, "x"), quantity(by, "y"), quantity(by, "z")];
  const mag2 = f.add(f.add(f.square(x), f.square(y)), f.square(z));
  const { t, tau } = by.coordinates;
  const mass2 = tau === undefined ? f.subtract(f.square(t as Node), mag2) : f.square(tau);
  const energy = t ?? f.sqrt(f.add(mass2, mag2));
  const mass = tau ?? f.sqrt(mass2);
  const gamma = f.divide(energy, mass);
  const divisor = f.multiply(mass2, f.add(gamma, 1));
  const part = [x, y, z];
  const shift = part.map((one) => f.divide(one, mass));
  const rows = part.map((one, i) => [
    ...part.map((other, j) => {
      const entry = f.divide(f.multiply(one, other), divisor);
      return i === j ? f.add(1, entry) : entry;
    }),
    shift[i],
  ]);
  return boosted(v, rows, [...shift, gamma]);
}

function velocityBoost(v: Symbolic, given: Symbolic, sign: 1 | -1): Symbolic {
  atLeast(v, 4, "boost");
  if (dimensionsOf(given.system) !== 3) {
    throw new UsageError(
      "a velocity has three dimensions: vector.toBeta3 makes it of a four-vector",
    );
  }
  const f = v.formula;
  const by = sign === 1 ? given : scale(given, -1, 3);
  const part = [quantity(by, "x"), quantity(by, "y"), quantity(by, "z")];
  const gamma = f.divide(1, f.sqrt(f.subtract(1, part.map(f.square).reduce(f.add))));
  const factor = f.divide(f.square(gamma), f.add(1, gamma));
  const shift = part.map((one) => f.multiply(gamma, one));
  const rows = part.map((one, i) => [
    ...part.map((other, j) => {
      const entry = f.multiply(f.multiply(factor, one), other);
      return i === j ? f.add(1, entry) : entry;
    }),
    shift[i],
  ]);
  return boosted(v, rows, [...shift, gamma]);
}

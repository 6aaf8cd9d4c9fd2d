import { UsageError } from "../errors.ts";
import { type Coordinate, coordinatesOf, type System } from "./coordinates.ts";
import type { Formula, Node, Term } from "./formula.ts";

/** A vector in a formula: its system, and a term for each of its coordinates. */
export interface Symbolic {
  readonly formula: Formula;
  readonly system: System;
  readonly coordinates: Readonly<Partial<Record<Coordinate, Node>>>;
}

/** A vector from its coordinates, in the order of its system's. */
export function symbolic(formula: Formula, system: System, ...values: readonly Node[]): Symbolic {
  const named = coordinatesOf(system).map((name, i) => [name, values[i]]);
  return { formula, system, coordinates: Object.fromEntries(named) };
}

/** The same vector as x, y, z and t, as far as it has dimensions. */
export function cartesianOf(v: Symbolic): Symbolic {
  const { longitudinal, temporal } = v.system;
  const system: System = {
    azimuthal: "xy",
    longitudinal: longitudinal && "z",
    temporal: temporal && "t",
  };
  return symbolic(v.formula, system, ...coordinatesOf(system).map((name) => quantity(v, name)));
}

/** A number that a vector has. */
export type Quantity =
  | Coordinate
  | ("rho2" | "costheta" | "cottheta" | "mag" | "mag2")
  | ("t2" | "tau2" | "beta" | "gamma" | "rapidity" | "et" | "et2" | "mt" | "mt2");

type Derived = (v: Symbolic) => Node;

/** @throws UsageError when the vector has too few dimensions for the quantity */
export function quantity(v: Symbolic, name: Quantity): Node {
  return quantities[name](v);
}

/** Dimensions of vectors of a system. */
export function dimensionsOf({ longitudinal, temporal }: System): 2 | 3 | 4 {
  if (temporal !== undefined) return 4;
  return longitudinal === undefined ? 2 : 3;
}

function coordinate(v: Symbolic, name: Coordinate): Node {
  const node = v.coordinates[name];
  if (node !== undefined) return node;
  const what = name === "t" || name === "tau" ? "temporal" : "longitudinal";
  throw new UsageError(
    `these vectors have ${dimensionsOf(v.system)} dimensions: there is no ${what} coordinate`,
  );
}

/** As the coordinate given, or from the others. */
function given(name: Coordinate, otherwise: Derived): Derived {
  return (v) => v.coordinates[name] ?? otherwise(v);
}

/** By the longitudinal coordinate given. */
function along(z: Derived, theta: Derived, eta: Derived): Derived {
  return (v) => {
    const by = v.system.longitudinal;
    if (by === undefined) return coordinate(v, "z");
    return { z, theta, eta }[by](v);
  };
}

function fromTau(v: Symbolic): boolean {
  if (v.system.temporal === undefined) coordinate(v, "t");
  return v.system.temporal === "tau";
}

const signedRoot = ({ formula: f }: Symbolic, squared: Node): Node =>
  f.copysign(f.sqrt(f.absolute(squared)), squared);

/** 1 / sin(theta) from exp(-eta). */
const inverseSine = (v: Symbolic): Node => {
  const f = v.formula;
  const e = f.exp(f.negative(coordinate(v, "eta")));
  return f.divide(f.multiply(0.5, f.add(1, f.square(e))), e);
};

const ratio =
  (top: Derived, bottom: Derived, instead: Term): Derived =>
  (v) =>
    v.formula.fill(v.formula.divide(top(v), bottom(v)), instead);

// Each quantity from the coordinates, with vector's formulas (src/vector/_compute), also where others
// would keep more digits: theta comes from its cosine, so angles below 1e-8 to the beam are 0.

const x: Derived = given("x", (v) => v.formula.multiply(rho(v), v.formula.cos(phi(v))));
const y: Derived = given("y", (v) => v.formula.multiply(rho(v), v.formula.sin(phi(v))));
const rho: Derived = given("rho", (v) => v.formula.sqrt(rho2(v)));
const rho2: Derived = (v) => {
  const f = v.formula;
  return v.system.azimuthal === "xy" ? f.add(f.square(x(v)), f.square(y(v))) : f.square(rho(v));
};
const phi: Derived = given("phi", (v) => v.formula.atan2(y(v), x(v)));

const z: Derived = along(
  (v) => coordinate(v, "z"),
  (v) => v.formula.fill(v.formula.divide(rho(v), v.formula.tan(theta(v))), 0),
  (v) => v.formula.multiply(rho(v), v.formula.sinh(eta(v))),
);
const theta: Derived = along(
  (v) => v.formula.arccos(costheta(v)),
  (v) => coordinate(v, "theta"),
  (v) => {
    const f = v.formula;
    return f.multiply(2, f.atan2(f.exp(f.negative(coordinate(v, "eta"))), 1));
  },
);
const eta: Derived = along(
  // 0 at the origin; the mask is NaN elsewhere.
  (v) => {
    const f = v.formula;
    return f.fill(f.asinh(f.divide(z(v), rho(v))), f.notEqual(z(v), 0));
  },
  (v) => {
    const f = v.formula;
    return f.fill(f.negative(f.log(f.tan(f.multiply(0.5, theta(v))))), 0);
  },
  (v) => coordinate(v, "eta"),
);
const costheta: Derived = along(
  ratio(z, (v) => mag(v), 1),
  (v) => v.formula.cos(theta(v)),
  (v) => v.formula.cos(theta(v)),
);
const cottheta: Derived = along(
  ratio(z, rho, Number.POSITIVE_INFINITY),
  (v) => v.formula.divide(1, v.formula.tan(theta(v))),
  (v) => v.formula.divide(1, v.formula.tan(theta(v))),
);
const mag2: Derived = along(
  (v) => v.formula.add(rho2(v), v.formula.square(z(v))),
  (v) => v.formula.divide(rho2(v), v.formula.square(v.formula.sin(theta(v)))),
  (v) => v.formula.multiply(rho2(v), v.formula.square(inverseSine(v))),
);
const mag: Derived = along(
  (v) => v.formula.sqrt(mag2(v)),
  (v) => v.formula.divide(rho(v), v.formula.absolute(v.formula.sin(theta(v)))),
  (v) => v.formula.multiply(rho(v), inverseSine(v)),
);

const t2: Derived = (v) => {
  const f = v.formula;
  return fromTau(v) ? f.maximum(f.add(tau2(v), mag2(v)), 0) : f.square(t(v));
};
const t: Derived = (v) => (fromTau(v) ? v.formula.sqrt(t2(v)) : coordinate(v, "t"));
const tau2: Derived = (v) => {
  const f = v.formula;
  if (!fromTau(v)) return f.subtract(f.square(t(v)), mag2(v));
  return f.copysign(f.square(tau(v)), tau(v));
};
const tau: Derived = (v) => (fromTau(v) ? coordinate(v, "tau") : signedRoot(v, tau2(v)));
const beta: Derived = ratio(mag, t, 0);
const gamma: Derived = ratio(t, tau, Number.POSITIVE_INFINITY);
const rapidity: Derived = (v) => {
  const f = v.formula;
  const [e, pz] = [t(v), z(v)];
  return f.multiply(0.5, f.log(f.divide(f.add(e, pz), f.subtract(e, pz))));
};

const et: Derived = along(
  (v) => {
    const f = v.formula;
    if (v.system.azimuthal === "xy") return f.copysign(f.sqrt(et2(v)), t(v));
    return f.divide(f.multiply(t(v), rho(v)), mag(v));
  },
  (v) => v.formula.multiply(t(v), v.formula.sin(theta(v))),
  (v) => v.formula.multiply(t(v), sineOfEta(v)),
);
const et2: Derived = along(
  (v) => {
    const f = v.formula;
    return f.divide(f.multiply(f.square(t(v)), rho2(v)), mag2(v));
  },
  (v) => v.formula.square(et(v)),
  (v) => v.formula.square(et(v)),
);
/** sin(theta) from exp(-eta). */
const sineOfEta: Derived = (v) => {
  const f = v.formula;
  const e = f.exp(f.negative(coordinate(v, "eta")));
  return f.divide(2, f.add(e, f.divide(1, e)));
};
const mt2: Derived = (v) => {
  const f = v.formula;
  if (!fromTau(v)) return f.subtract(f.square(t(v)), f.square(z(v)));
  if (v.system.azimuthal === "rhophi") return f.add(tau2(v), rho2(v));
  return f.add(f.add(tau2(v), f.square(x(v))), f.square(y(v)));
};
const mt: Derived = (v) => signedRoot(v, mt2(v));

const quantities: Readonly<Record<Quantity, Derived>> = {
  x,
  y,
  rho,
  rho2,
  phi,
  z,
  theta,
  eta,
  costheta,
  cottheta,
  mag,
  mag2,
  t,
  t2,
  tau,
  tau2,
  beta,
  gamma,
  rapidity,
  et,
  et2,
  mt,
  mt2,
};

import { UsageError } from "../errors.ts";
import type { System, Temporal } from "./coordinates.ts";
import type { Node, Term } from "./formula.ts";
import { dimensionsOf, quantity, type Symbolic, symbolic } from "./quantities.ts";

// Operations as formulas, with the systems of results that vector 1.9 gives (src/vector/_compute).

/** The vector with other coordinates in place of its longitudinal and temporal ones. */
function replaced(v: Symbolic, system: Partial<System>, ...values: readonly Node[]): Symbolic {
  return symbolic(v.formula, { ...v.system, ...system }, ...values);
}

const cartesian = (v: Symbolic): [Node, Node, Node] => [
  quantity(v, "x"),
  quantity(v, "y"),
  quantity(v, "z"),
];

/** The first coordinates of a vector, as they are. */
export function spatialPart(v: Symbolic): Symbolic {
  const { tau, t, ...coordinates } = v.coordinates;
  return { ...v, system: { ...v.system, temporal: undefined }, coordinates };
}

/** @throws UsageError unless both have the same dimensions */
export function sameDimensions(a: Symbolic, b: Symbolic, name: string): void {
  const [first, second] = [dimensionsOf(a.system), dimensionsOf(b.system)];
  if (first === second) return;
  throw new UsageError(
    `${name} takes vectors of the same dimensions, not ${first} and ${second}: convert one with ` +
      "vector.like",
  );
}

/** @throws UsageError unless there are `least` dimensions */
export function atLeast(v: Symbolic, least: 3 | 4, name: string): void {
  const has = dimensionsOf(v.system);
  if (has < least) {
    throw new UsageError(`${name} needs vectors of ${least} dimensions or more, not ${has}`);
  }
}

/** a + b (sign 1) or a - b (sign -1). */
export function sum(a: Symbolic, b: Symbolic, sign: 1 | -1): Symbolic {
  const f = a.formula;
  const join = sign === 1 ? f.add : f.subtract;
  const sameAzimuth = a.system.azimuthal === b.system.azimuthal;
  const polar = sameAzimuth && a.system.azimuthal === "rhophi";
  const same = sameAzimuth && a.system.longitudinal === b.system.longitudinal;
  const three = a.system.longitudinal !== undefined;
  // In one system both keep it; x, y and z stand for different ones.
  const planar = polar && (same || !three) ? polarSum(a, b, sign) : undefined;
  const [first, second] = planar ?? [
    join(quantity(a, "x"), quantity(b, "x")),
    join(quantity(a, "y"), quantity(b, "y")),
  ];
  const azimuthal = planar === undefined ? "xy" : "rhophi";
  const values = [first, second];
  let system: System = { azimuthal, longitudinal: undefined, temporal: undefined };
  if (three) {
    const longitudinal = same ? a.system.longitudinal : "z";
    const z = join(quantity(a, "z"), quantity(b, "z"));
    const made = symbolic(f, { ...system, longitudinal: "z" }, first, second, z);
    system = { ...system, longitudinal };
    values.push(quantity(made, longitudinal as "z"));
    if (a.system.temporal !== undefined) {
      const t = join(quantity(a, "t"), quantity(b, "t"));
      const temporal = a.system.temporal === b.system.temporal ? a.system.temporal : "t";
      const whole = symbolic(f, { ...system, temporal: "t" }, ...values, t);
      system = { ...system, temporal };
      values.push(quantity(whole, temporal));
    }
  }
  return symbolic(f, system, ...values);
}

/** rho and phi of a sum of vectors that are given by theirs. */
function polarSum(a: Symbolic, b: Symbolic, sign: 1 | -1): [Node, Node] {
  const f = a.formula;
  const [rho1, phi1] = [quantity(a, "rho"), quantity(a, "phi")];
  const [rho2, phi2] = [quantity(b, "rho"), quantity(b, "phi")];
  const between = f.subtract(phi2, phi1);
  const angle = sign === 1 ? between : f.add(between, Math.PI);
  const along = f.add(rho1, f.multiply(rho2, f.cos(angle)));
  const across = f.multiply(rho2, f.sin(angle));
  const rho = f.sqrt(f.add(f.square(along), f.square(across)));
  return [rho, f.rectify(f.add(phi1, f.atan2(across, along)))];
}

/**
 * The first `dimensions` coordinates times a factor; what is polar turns round where the factor is
 * negative.
 */
export function scale(v: Symbolic, factor: Term, dimensions: 2 | 3 | 4): Symbolic {
  const f = v.formula;
  const { x, y, rho, phi, z, theta, eta, t, tau } = v.coordinates;
  const sign = f.sign(factor);
  const size = f.absolute(factor);
  const values: Node[] = [];
  if (x !== undefined && y !== undefined) {
    values.push(f.multiply(x, factor), f.multiply(y, factor));
  } else if (rho !== undefined && phi !== undefined) {
    const turn = f.multiply(f.multiply(-0.5, f.subtract(sign, 1)), Math.PI);
    values.push(f.multiply(rho, size), f.rectify(f.add(phi, turn)));
  }
  const kept = dimensions === 2;
  if (z !== undefined) values.push(kept ? z : f.multiply(z, factor));
  if (eta !== undefined) values.push(kept ? eta : f.multiply(eta, sign));
  if (theta !== undefined) {
    const flip = f.multiply(f.multiply(0.5, f.subtract(sign, 1)), Math.PI);
    values.push(kept ? theta : f.absolute(f.add(theta, flip)));
  }
  const time = dimensions === 4;
  if (t !== undefined) values.push(time ? f.multiply(t, factor) : t);
  if (tau !== undefined) values.push(time ? f.multiply(tau, size) : tau);
  return symbolic(f, v.system, ...values);
}

/** The vector by its length; 0 where that is 0. */
export function unit(v: Symbolic): Symbolic {
  const f = v.formula;
  const { x, y, rho, phi, z, theta, eta, t, tau } = v.coordinates;
  const norm = normOf(v);
  const by = (a: Node): Node => f.fill(f.divide(a, norm), 0);
  const values: Node[] = [];
  if (x !== undefined && y !== undefined) values.push(by(x), by(y));
  else if (rho !== undefined && phi !== undefined) values.push(by(rho), phi);
  if (z !== undefined) values.push(by(z));
  const angle = theta ?? eta;
  if (angle !== undefined) values.push(angle);
  if (t !== undefined) values.push(by(t));
  if (tau !== undefined) values.push(f.copysign(1, tau));
  return symbolic(f, v.system, ...values);
}

function normOf(v: Symbolic): Node {
  const f = v.formula;
  switch (dimensionsOf(v.system)) {
    case 2:
      return v.system.azimuthal === "xy" ? quantity(v, "rho") : f.sqrt(quantity(v, "rho2"));
    case 3:
      return quantity(v, "mag");
    default:
      return v.system.temporal === "tau"
        ? f.absolute(quantity(v, "tau"))
        : f.sqrt(f.absolute(quantity(v, "tau2")));
  }
}

/** Inner product; (+, -, -, -) in four dimensions. */
export function dot(a: Symbolic, b: Symbolic): Node {
  const f = a.formula;
  if (a.system.longitudinal === undefined) return planarDot(a, b);
  const product = spatialDot(a, b);
  if (a.system.temporal === undefined) return product;
  return f.subtract(f.multiply(quantity(a, "t"), quantity(b, "t")), product);
}

function planarDot(a: Symbolic, b: Symbolic): Node {
  const f = a.formula;
  if (a.system.azimuthal === "rhophi" && b.system.azimuthal === "rhophi") {
    const between = f.subtract(quantity(a, "phi"), quantity(b, "phi"));
    return f.multiply(f.multiply(quantity(a, "rho"), quantity(b, "rho")), f.cos(between));
  }
  return f.add(
    f.multiply(quantity(a, "x"), quantity(b, "x")),
    f.multiply(quantity(a, "y"), quantity(b, "y")),
  );
}

function spatialDot(a: Symbolic, b: Symbolic): Node {
  const f = a.formula;
  const along = (): Node => f.multiply(quantity(a, "z"), quantity(b, "z"));
  if (a.system.azimuthal !== "rhophi" || b.system.azimuthal !== "rhophi") {
    return f.fill(f.add(planarDot(a, b), along()), 0);
  }
  const [first, second] = [a.system.longitudinal, b.system.longitudinal];
  if (first === "z" || (second === "z" && first !== "eta")) {
    return f.fill(f.add(planarDot(a, b), along()), 0);
  }
  // Both by angles: rho1 rho2 (cos(phi1 - phi2) + 1 / (tan(theta1) tan(theta2))).
  const slopes =
    first === "eta" && second === "eta"
      ? f.multiply(inverseTangent(a), inverseTangent(b))
      : f.divide(1, f.multiply(f.tan(quantity(a, "theta")), f.tan(quantity(b, "theta"))));
  const between = f.cos(f.subtract(quantity(a, "phi"), quantity(b, "phi")));
  const size = f.multiply(quantity(a, "rho"), quantity(b, "rho"));
  return f.fill(f.multiply(size, f.add(between, slopes)), 0);
}

/** 1 / tan(theta) from exp(-eta). */
function inverseTangent(v: Symbolic): Node {
  const f = v.formula;
  const e = f.exp(f.negative(quantity(v, "eta")));
  return f.divide(f.multiply(0.5, f.subtract(1, f.square(e))), e);
}

/** Outer product of spatial vectors. */
export function cross(a: Symbolic, b: Symbolic): Symbolic {
  const f = a.formula;
  const [x1, y1, z1] = cartesian(a);
  const [x2, y2, z2] = cartesian(b);
  const minor = (p: Node, q: Node, r: Node, s: Node): Node =>
    f.subtract(f.multiply(p, q), f.multiply(r, s));
  return symbolic(
    f,
    { azimuthal: "xy", longitudinal: "z", temporal: undefined },
    minor(y1, z2, z1, y2),
    minor(z1, x2, x1, z2),
    minor(x1, y2, y1, x2),
  );
}

/** Angle across the beam from b to a, in [-pi, pi). */
export function deltaPhi(a: Symbolic, b: Symbolic): Node {
  const f = a.formula;
  return f.rectify(f.subtract(quantity(a, "phi"), quantity(b, "phi")));
}

/** Square of the distance in phi and another quantity. */
export function distance2(a: Symbolic, b: Symbolic, other: "eta" | "rapidity"): Node {
  const f = a.formula;
  const along = f.subtract(quantity(a, other), quantity(b, other));
  return f.add(f.square(deltaPhi(a, b)), f.square(along));
}

/** Angle between spatial parts. */
export function deltaAngle(a: Symbolic, b: Symbolic): Node {
  const f = a.formula;
  const [first, second] = [spatialPart(a), spatialPart(b)];
  const cosine = f.divide(
    f.divide(spatialDot(first, second), quantity(first, "mag")),
    quantity(second, "mag"),
  );
  return f.arccos(f.maximum(-1, f.minimum(1, cosine)));
}

/** The spatial part turned by a matrix: rows of x, y and z. */
export function transform3D(v: Symbolic, rows: readonly (readonly Term[])[]): Symbolic {
  const f = v.formula;
  const part = cartesian(v);
  const turned = rows.map((row) => row.map((entry, i) => f.multiply(entry, part[i])).reduce(f.add));
  const time = v.coordinates.t ?? v.coordinates.tau;
  const values = time === undefined ? turned : [...turned, time];
  return replaced(v, { azimuthal: "xy", longitudinal: "z" }, ...values);
}

/**
 * x, y and z by a matrix.
 *
 * @param energyRow  what makes the energy, unless tau is given, which stays
 * @param temporal  "t" if the energy is to be made in any case
 */
export function boosted(
  v: Symbolic,
  rows: readonly (readonly Term[])[],
  energyRow: readonly Term[],
  temporal: Temporal | undefined = v.system.temporal,
): Symbolic {
  const f = v.formula;
  const part = [...cartesian(v), quantity(v, "t")];
  const apply = (row: readonly Term[]): Node =>
    row.map((entry, i) => f.multiply(entry, part[i])).reduce(f.add);
  const last = temporal === "tau" ? quantity(v, "tau") : apply(energyRow);
  return replaced(v, { azimuthal: "xy", longitudinal: "z", temporal }, ...rows.map(apply), last);
}

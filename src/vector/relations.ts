import { type Relation, relation, type Test, test } from "./call.ts";
import type { Formula, Node } from "./formula.ts";
import { atLeast, dot, sameDimensions, spatialPart } from "./operations.ts";
import { quantity, type Symbolic } from "./quantities.ts";

/** How near is near enough. */
export interface ToleranceOptions {
  /** Only its size counts. */
  readonly tolerance?: number | undefined;
}

const TOLERANCE = ["tolerance"] as const;

/** Options of {@link isClose}. @see numpy.isclose */
export interface CloseOptions {
  /** Relative to b; 1e-5 by default. */
  readonly rtol?: number | undefined;
  /** 1e-8 by default. */
  readonly atol?: number | undefined;
  /** Whether NaN is close to NaN; not by default. */
  readonly equalNan?: boolean | undefined;
}

/** Whether t^2 - mag^2 > tolerance (0 by default). @see vector.is_timelike */
export const isTimelike: Test<ToleranceOptions> = test(
  TOLERANCE,
  (v, { tolerance = 0 }: ToleranceOptions) =>
    v.formula.less(Math.abs(tolerance), interval(v, "isTimelike")),
);

/** Whether t^2 - mag^2 < -tolerance (0 by default). @see vector.is_spacelike */
export const isSpacelike: Test<ToleranceOptions> = test(
  TOLERANCE,
  (v, { tolerance = 0 }: ToleranceOptions) =>
    v.formula.less(interval(v, "isSpacelike"), -Math.abs(tolerance)),
);

/** Whether |t^2 - mag^2| < tolerance (1e-5 by default). @see vector.is_lightlike */
export const isLightlike: Test<ToleranceOptions> = test(
  TOLERANCE,
  (v, { tolerance = 1e-5 }: ToleranceOptions) => {
    const f = v.formula;
    return f.less(f.absolute(interval(v, "isLightlike")), Math.abs(tolerance));
  },
);

function interval(v: Symbolic, name: string): Node {
  atLeast(v, 4, name);
  return dot(v, v);
}

/** Whether the cosine between the vectors, across the beam or in space, is above 1 - tolerance (1e-5). @see vector.is_parallel */
export const isParallel: Relation<ToleranceOptions> = relation(
  TOLERANCE,
  (a, b, { tolerance = 1e-5 }: ToleranceOptions) => {
    const { f, product, sizes } = cosine(a, b, "isParallel");
    return f.less(sizes(1 - Math.abs(tolerance)), product);
  },
);

/** Whether the cosine between the vectors is below tolerance (1e-5) - 1. @see vector.is_antiparallel */
export const isAntiparallel: Relation<ToleranceOptions> = relation(
  TOLERANCE,
  (a, b, { tolerance = 1e-5 }: ToleranceOptions) => {
    const { f, product, sizes } = cosine(a, b, "isAntiparallel");
    return f.less(product, sizes(Math.abs(tolerance) - 1));
  },
);

/** Whether the cosine between the vectors is within tolerance (1e-5) of 0. @see vector.is_perpendicular */
export const isPerpendicular: Relation<ToleranceOptions> = relation(
  TOLERANCE,
  (a, b, { tolerance = 1e-5 }: ToleranceOptions) => {
    const { f, product, sizes } = cosine(a, b, "isPerpendicular");
    return f.less(f.absolute(product), sizes(Math.abs(tolerance)));
  },
);

/** The inner product of two vectors' spatial parts, and multiples of the product of their sizes. */
function cosine(
  first: Symbolic,
  second: Symbolic,
  name: string,
): { f: Formula; product: Node; sizes: (factor: number) => Node } {
  sameDimensions(first, second, name);
  const f = first.formula;
  const [a, b] = [spatialPart(first), spatialPart(second)];
  const size = a.system.longitudinal === undefined ? "rho" : "mag";
  return {
    f,
    product: dot(a, b),
    sizes: (factor) => f.multiply(f.multiply(factor, quantity(a, size)), quantity(b, size)),
  };
}

/** Whether all coordinates are equal, in the system that the vectors share. @see vector.equal */
export const equal: Relation<object> = relation([], (a, b) =>
  pairs(a, b, "equal")
    .map(([one, other]) => a.formula.equal(one, other))
    .reduce(a.formula.and),
);

/** Whether any coordinate differs. @see vector.not_equal */
export const notEqual: Relation<object> = relation([], (a, b) =>
  pairs(a, b, "notEqual")
    .map(([one, other]) => a.formula.notEqual(one, other))
    .reduce(a.formula.or),
);

/** Whether all coordinates are close. @see vector.isclose */
export const isClose: Relation<CloseOptions> = relation(
  ["rtol", "atol", "equalNan"],
  (a, b, options: CloseOptions) =>
    pairs(a, b, "isClose")
      .map(([one, other]) => close(a.formula, one, other, options))
      .reduce(a.formula.and),
);

/** |a - b| <= atol + rtol |b| of finite b; infinities are close to themselves. */
function close(
  f: Formula,
  a: Node,
  b: Node,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: CloseOptions,
): Node {
  const size = f.absolute(b);
  const near = f.lessEqual(f.absolute(f.subtract(a, b)), f.add(atol, f.multiply(rtol, size)));
  const finite = f.less(size, Number.POSITIVE_INFINITY);
  const numbers = f.or(f.and(near, finite), f.equal(a, b));
  return equalNan ? f.or(numbers, f.and(f.notEqual(a, a), f.notEqual(b, b))) : numbers;
}

/**
 * The coordinates of two vectors in a system that vector compares them in: their own where they have
 * the same; x and y otherwise; eta for theta and eta; z beside z; t beside tau.
 */
function pairs(a: Symbolic, b: Symbolic, name: string): [Node, Node][] {
  sameDimensions(a, b, name);
  const polar = a.system.azimuthal === "rhophi" && b.system.azimuthal === "rhophi";
  const names: Parameters<typeof quantity>[1][] = polar ? ["rho", "phi"] : ["x", "y"];
  const [first, second] = [a.system.longitudinal, b.system.longitudinal];
  if (first !== undefined && second !== undefined) {
    if (first === second) names.push(first);
    else names.push(first === "z" || second === "z" ? "z" : "eta");
  }
  const { temporal } = a.system;
  if (temporal !== undefined) names.push(temporal === b.system.temporal ? temporal : "t");
  return names.map((one) => [quantity(a, one), quantity(b, one)]);
}

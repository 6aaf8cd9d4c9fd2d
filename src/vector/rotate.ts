import type { ArrayLike } from "../array/elementwise.ts";
import { UsageError } from "../errors.ts";
import { type Change, change } from "./call.ts";
import type { VectorLike } from "./evaluate.ts";
import type { Formula, Term } from "./formula.ts";
import { atLeast, boosted, transform3D as turned } from "./operations.ts";
import { dimensionsOf, quantity, type Symbolic, symbolic } from "./quantities.ts";

// Angles are in radians, of each vector or for all. What is given by t or tau keeps it.

type Matrix = readonly (readonly Term[])[];

/** A turn about an axis of coordinates. */
function turn(f: Formula, axis: "x" | "y" | "z", angle: Term): Matrix {
  const [c, s] = [f.cos(angle), f.sin(angle)];
  const m = f.negative(s);
  if (axis === "x")
    return [
      [1, 0, 0],
      [0, c, m],
      [0, s, c],
    ];
  if (axis === "y")
    return [
      [c, 0, s],
      [0, 1, 0],
      [m, 0, c],
    ];
  return [
    [c, m, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
}

/** The product of matrices. */
function product(f: Formula, a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    b[0].map((_, j) =>
      inner(
        f,
        row,
        b.map((other) => other[j]),
      ),
    ),
  );
}

/** Sum of products, without those that are 0. */
function inner(f: Formula, a: readonly Term[], b: readonly Term[]): Term {
  let total: Term = 0;
  a.forEach((left, i) => {
    const right = b[i];
    if (left === 0 || right === 0) return;
    const part = left === 1 ? right : right === 1 ? left : f.multiply(left, right);
    total = total === 0 ? part : f.add(total, part);
  });
  return total;
}

function about(axis: "x" | "y"): Change<[angle: ArrayLike]> {
  return change((angle) => ({
    numbers: [angle],
    write: ([v], [by]) => {
      atLeast(v, 3, `rotate${axis.toUpperCase()}`);
      return turned(v, turn(v.formula, axis, by));
    },
  }));
}

/** Turned about the x axis. @see vector.rotateX */
export const rotateX: Change<[angle: ArrayLike]> = about("x");
/** Turned about the y axis. @see vector.rotateY */
export const rotateY: Change<[angle: ArrayLike]> = about("y");

/** Turned about the beam, in any dimensions and coordinates. @see vector.rotateZ */
export const rotateZ: Change<[angle: ArrayLike]> = change((angle) => ({
  numbers: [angle],
  write: ([v], [by]) => {
    const f = v.formula;
    const { x, y, phi } = v.coordinates;
    if (x === undefined || y === undefined) {
      const coordinates = { ...v.coordinates, phi: f.rectify(f.add(phi as Term, by)) };
      return { ...v, coordinates };
    }
    const [c, s] = [f.cos(by), f.sin(by)];
    const across = f.subtract(f.multiply(c, x), f.multiply(s, y));
    const up = f.add(f.multiply(s, x), f.multiply(c, y));
    return { ...v, coordinates: { ...v.coordinates, x: across, y: up } };
  },
}));

/**
 * Turned about an axis, which may have any length.
 *
 * @param axis  vectors of three dimensions
 * @see vector.rotate_axis
 */
export const rotateAxis: Change<[axis: VectorLike, angle: ArrayLike]> = change((axis, angle) => ({
  others: [axis],
  numbers: [angle],
  write: ([v, about], [by]) => {
    const f = v.formula;
    atLeast(v, 3, "rotateAxis");
    if (dimensionsOf(about.system) !== 3) throw new UsageError("the axis has three dimensions");
    const part = [quantity(about, "x"), quantity(about, "y"), quantity(about, "z")];
    const norm = f.sqrt(part.map(f.square).reduce(f.add));
    const u = part.map((one) => f.divide(one, norm));
    const [c, s] = [f.cos(by), f.sin(by)];
    const rest = f.subtract(1, c);
    const rows = u.map((one, i) =>
      u.map((other, j) => {
        if (i === j) return f.add(c, f.multiply(f.square(one), rest));
        const shared = f.multiply(f.multiply(one, other), rest);
        const third = f.multiply(u[3 - i - j], s);
        return (j - i + 3) % 3 === 1 ? f.subtract(shared, third) : f.add(shared, third);
      }),
    );
    return turned(v, rows);
  },
}));

/** Orders of axes for {@link rotateEuler}. */
export type EulerOrder =
  | ("xzx" | "xyx" | "yxy" | "yzy" | "zyz" | "zxz")
  | ("xzy" | "xyz" | "yxz" | "yzx" | "zyx" | "zxy");

const orders: readonly string[] = [
  ...["xzx", "xyx", "yxy", "yzy", "zyz", "zxz"],
  ...["xzy", "xyz", "yxz", "yzx", "zyx", "zxy"],
];

/**
 * Turned by Euler angles, as ROOT's EulerAngles: the product of turns by -psi, -theta and -phi about
 * the axes of the order.
 *
 * @param order  "zxz" by default
 * @see vector.rotate_euler
 */
export const rotateEuler: Change<
  [phi: ArrayLike, theta: ArrayLike, psi: ArrayLike, order?: EulerOrder]
> = change((phi, theta, psi, order = "zxz") => {
  const axes = order.toLowerCase();
  if (!orders.includes(axes)) {
    throw new UsageError(`no order of axes "${order}": there are ${orders.join(", ")}`);
  }
  return {
    numbers: [phi, theta, psi],
    write: ([v], angles) => {
      atLeast(v, 3, "rotateEuler");
      const f = v.formula;
      const turns = ([...axes] as ("x" | "y" | "z")[]).map((axis, i) =>
        turn(f, axis, f.negative(angles[2 - i])),
      );
      return turned(
        v,
        turns.reduce((a, b) => product(f, a, b)),
      );
    },
  };
});

/**
 * Turned by yaw, pitch and roll of aircraft: Euler angles (roll, pitch, yaw) in the order "zyx".
 * @see vector.rotate_nautical
 */
export const rotateNautical: Change<[yaw: ArrayLike, pitch: ArrayLike, roll: ArrayLike]> = ((
  vector: VectorLike,
  yaw: ArrayLike,
  pitch: ArrayLike,
  roll: ArrayLike,
) => rotateEuler(vector, roll, pitch, yaw, "zyx")) as Change<
  [yaw: ArrayLike, pitch: ArrayLike, roll: ArrayLike]
>;

/** Turned by a quaternion u + i, j, k, which stretches too unless it has length 1. @see vector.rotate_quaternion */
export const rotateQuaternion: Change<[u: ArrayLike, i: ArrayLike, j: ArrayLike, k: ArrayLike]> =
  change((u, i, j, k) => ({
    numbers: [u, i, j, k],
    write: ([v], q) => {
      atLeast(v, 3, "rotateQuaternion");
      const f = v.formula;
      const by = (a: number, b: number): Term => f.multiply(q[a], q[b]);
      const twice = (join: typeof f.add, a: [number, number], b: [number, number]): Term =>
        f.multiply(2, join(by(...a), by(...b)));
      const diagonal = (one: number): Term =>
        [1, 2, 3].reduce<Term>(
          (sum, a) => (a === one ? f.add(sum, by(a, a)) : f.subtract(sum, by(a, a))),
          by(0, 0),
        );
      return turned(v, [
        [diagonal(1), twice(f.subtract, [1, 2], [0, 3]), twice(f.add, [0, 2], [1, 3])],
        [twice(f.add, [1, 2], [0, 3]), diagonal(2), twice(f.subtract, [2, 3], [0, 1])],
        [twice(f.subtract, [1, 3], [0, 2]), twice(f.add, [2, 3], [0, 1]), diagonal(3)],
      ]);
    },
  }));

/** Entries of a matrix by row and column, as `xy`: what y adds to x. */
type Entries<Axes extends string> = Readonly<Record<`${Axes}${Axes}`, ArrayLike>>;

function entries(axes: string, matrix: Readonly<Record<string, ArrayLike>>): ArrayLike[] {
  return [...axes].flatMap((row) =>
    [...axes].map((column) => {
      const entry = matrix[row + column];
      if (entry === undefined) throw new UsageError(`the matrix has no entry ${row}${column}`);
      return entry;
    }),
  );
}

const rowsOf = (terms: readonly Term[], size: number): Matrix =>
  Array.from({ length: size }, (_, i) => terms.slice(i * size, (i + 1) * size));

/** x and y by a matrix; the other coordinates stay. @see vector.transform2D */
export const transform2D: Change<[matrix: Entries<"x" | "y">]> = change((matrix) => ({
  numbers: entries("xy", matrix),
  write: ([v], terms) => {
    const f = v.formula;
    const part = [quantity(v, "x"), quantity(v, "y")];
    const made = rowsOf(terms, 2).map((row) =>
      f.add(f.multiply(row[0], part[0]), f.multiply(row[1], part[1])),
    );
    const rest = restOf(v);
    return symbolic(f, { ...v.system, azimuthal: "xy" }, ...made, ...rest);
  },
}));

function restOf({ coordinates }: Symbolic): Exclude<Symbolic["coordinates"]["x"], undefined>[] {
  const { z, theta, eta, t, tau } = coordinates;
  return [z ?? theta ?? eta, t ?? tau].filter((node) => node !== undefined);
}

/** x, y and z by a matrix; t or tau stays. @see vector.transform3D */
export const transform3D: Change<[matrix: Entries<"x" | "y" | "z">]> = change((matrix) => ({
  numbers: entries("xyz", matrix),
  write: ([v], terms) => {
    atLeast(v, 3, "transform3D");
    return turned(v, rowsOf(terms, 3));
  },
}));

/**
 * x, y, z and t by a matrix. The result is given by t (vector names tau so, where that was given).
 * @see vector.transform4D
 */
export const transform4D: Change<[matrix: Entries<"x" | "y" | "z" | "t">]> = change((matrix) => ({
  numbers: entries("xyzt", matrix),
  write: ([v], terms) => {
    atLeast(v, 4, "transform4D");
    const rows = rowsOf(terms, 4);
    return boosted(v, rows.slice(0, 3), rows[3], "t");
  },
}));

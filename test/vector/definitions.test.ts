import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import * as math from "../../src/math/index.ts";
import * as vector from "../../src/vector/index.ts";
import { scope } from "../../src/wasm/scope.ts";

// Each operation of vectors in lists against its definition in x, y, z and t.

type Components = readonly [x: number, y: number, z: number, t: number];

/** Relative to the largest component, times the boost where there is one. */
const TOLERANCE = 1e-10;

const { atan2, cos, log, sin } = math;

const component = fc.double({ min: -50, max: 50, noNaN: true });
/** Away from the beam and the light cone, where every system has all digits. */
const timelike = fc
  .tuple(component, component, component, fc.double({ min: 5, max: 50, noNaN: true }))
  .filter(([x, y]) => x * x + y * y > 4)
  .map(([x, y, z, m]): Components => [x, y, z, Math.sqrt(x * x + y * y + z * z + m * m)]);

const lists = fc.array(fc.array(fc.tuple(timelike, timelike), { maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

function zipped(rows: readonly (readonly Components[])[]): vector.Momentum4D {
  const column = (k: number): ak.Array => ak.fromIter(rows.map((row) => row.map((v) => v[k])));
  return vector.zip({ px: column(0), py: column(1), pz: column(2), E: column(3) });
}

const norm = ([x, y, z]: readonly number[]): number => Math.sqrt(x * x + y * y + z * z);
const phi = ([x, y]: readonly number[]): number => atan2(y, x);
const eta = (v: readonly number[]): number => log((norm(v) + v[2]) / (norm(v) - v[2])) / 2;
const rapidity = ([, , z, t]: readonly number[]): number => log((t + z) / (t - z)) / 2;
const turn = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
const squares = (a: number, b: number): number => a * a + b * b;
const deltaPhi = (v: Components, w: Components): number => turn(phi(v) - phi(w));

const measures: Record<
  string,
  [
    (v: vector.Momentum4D, w: vector.Momentum4D) => unknown,
    (v: Components, w: Components) => number | boolean,
  ]
> = {
  deltaPhi: [vector.deltaPhi, deltaPhi],
  deltaEta: [vector.deltaEta, (v, w) => eta(v) - eta(w)],
  deltaR: [vector.deltaR, (v, w) => Math.sqrt(squares(deltaPhi(v, w), eta(v) - eta(w)))],
  deltaR2: [vector.deltaR2, (v, w) => squares(deltaPhi(v, w), eta(v) - eta(w))],
  deltaRapidityPhi: [
    vector.deltaRapidityPhi,
    (v, w) => Math.sqrt(squares(deltaPhi(v, w), rapidity(v) - rapidity(w))),
  ],
  deltaRapidityPhi2: [
    vector.deltaRapidityPhi2,
    (v, w) => squares(deltaPhi(v, w), rapidity(v) - rapidity(w)),
  ],
  "deltaAngle, its cosine": [
    (v, w) => ak.cos(vector.deltaAngle(v, w) as unknown as ak.Array),
    (v, w) => (v[0] * w[0] + v[1] * w[1] + v[2] * w[2]) / (norm(v) * norm(w)),
  ],
  dot: [vector.dot, (v, w) => v[3] * w[3] - v[0] * w[0] - v[1] * w[1] - v[2] * w[2]],
  isLightlike: [(v) => vector.isLightlike(v), () => false],
  isTimelike: [(v) => vector.isTimelike(v), () => true],
  isSpacelike: [(v) => vector.isSpacelike(v), () => false],
  equal: [vector.equal, (v, w) => v.every((value, i) => value === w[i])],
};

/** A boost by a velocity. */
function boosted([x, y, z, t]: Components, beta: readonly number[]): number[] {
  const b2 = beta[0] ** 2 + beta[1] ** 2 + beta[2] ** 2;
  const gamma = 1 / Math.sqrt(1 - b2);
  const along = beta[0] * x + beta[1] * y + beta[2] * z;
  const factor = b2 === 0 ? 0 : ((gamma - 1) * along) / b2 + gamma * t;
  return [x + factor * beta[0], y + factor * beta[1], z + factor * beta[2], gamma * (t + along)];
}

const velocity = ([x, y, z, t]: Components): number[] => [x / t, y / t, z / t];
const reverse = (v: readonly number[]): number[] => v.map((value) => -value);

/** A turn of the vector part by a unit quaternion u, i, j, k: q v q*. */
function quaternion(
  [x, y, z, t]: Components,
  u: number,
  i: number,
  j: number,
  k: number,
): number[] {
  const [a, b, c] = [j * z - k * y, k * x - i * z, i * y - j * x];
  return [
    x + 2 * (u * a + j * c - k * b),
    y + 2 * (u * b + k * a - i * c),
    z + 2 * (u * c + i * b - j * a),
    t,
  ];
}

const angle = 0.7;
const matrix = { xx: 1, xy: 2, xz: -1, xt: 0.5, yx: 0, yy: 1, yz: 3, yt: 1 } as const;
const rest = { zx: -2, zy: 0.5, zz: 1, zt: 0, tx: 0.1, ty: 0.2, tz: 0.3, tt: 4 } as const;
const all = { ...matrix, ...rest };

const changes: Record<
  string,
  [
    (v: vector.Momentum4D, w: vector.Momentum4D) => unknown,
    (v: Components, w: Components) => readonly number[],
  ]
> = {
  add: [vector.add, (v, w) => v.map((value, i) => value + w[i])],
  subtract: [vector.subtract, (v, w) => v.map((value, i) => value - w[i])],
  negative: [(v) => vector.negative(v), (v) => reverse(v)],
  scale: [(v) => vector.scale(v, 2.5), (v) => v.map((value) => 2.5 * value)],
  boostX: [(v) => vector.boostX(v, { beta: 0.5 }), (v) => boosted(v, [0.5, 0, 0])],
  boostY: [(v) => vector.boostY(v, { beta: -0.3 }), (v) => boosted(v, [0, -0.3, 0])],
  boostZ: [(v) => vector.boostZ(v, { gamma: 2 }), (v) => boosted(v, [0, 0, Math.sqrt(1 - 1 / 4)])],
  boost: [(v, w) => vector.boost(v, w), (v, w) => boosted(v, velocity(w))],
  boostBeta3: [
    (v, w) => vector.boostBeta3(v, vector.toBeta3(w)),
    (v, w) => boosted(v, velocity(w)),
  ],
  boostCMOf: [vector.boostCMOf, (v, w) => boosted(v, reverse(velocity(w)))],
  boostCMOfP4: [vector.boostCMOfP4, (v, w) => boosted(v, reverse(velocity(w)))],
  boostCMOfBeta3: [
    (v, w) => vector.boostCMOfBeta3(v, vector.toBeta3(w)),
    (v, w) => boosted(v, reverse(velocity(w))),
  ],
  rotateX: [
    (v) => vector.rotateX(v, angle),
    ([x, y, z, t]) => [x, y * cos(angle) - z * sin(angle), y * sin(angle) + z * cos(angle), t],
  ],
  rotateY: [
    (v) => vector.rotateY(v, angle),
    ([x, y, z, t]) => [x * cos(angle) + z * sin(angle), y, z * cos(angle) - x * sin(angle), t],
  ],
  rotateZ: [
    (v) => vector.rotateZ(v, angle),
    ([x, y, z, t]) => [x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle), z, t],
  ],
  rotateQuaternion: [
    (v) => vector.rotateQuaternion(v, 0.5, 0.5, -0.5, 0.5),
    (v) => quaternion(v, 0.5, 0.5, -0.5, 0.5),
  ],
  transform4D: [
    (v) => vector.transform4D(v, all),
    (v) =>
      [..."xyzt"].map((row) =>
        [..."xyzt"].reduce((sum, column, i) => sum + all[`${row}${column}` as "xx"] * v[i], 0),
      ),
  ],
  transform3D: [
    (v) => vector.transform3D(v, all),
    (v) => [
      ...[..."xyz"].map((row) =>
        [..."xyz"].reduce((sum, column, i) => sum + all[`${row}${column}` as "xx"] * v[i], 0),
      ),
      v[3],
    ],
  ],
  transform2D: [
    (v) => vector.transform2D(v, all),
    ([x, y, z, t]) => [all.xx * x + all.xy * y, all.yx * x + all.yy * y, z, t],
  ],
};

/** The vector as it is, in other coordinates: what two and three dimensions leave out is 0. */
const conversions = Object.entries(vector).filter(
  (entry): entry is [string, vector.Conversion] =>
    /^to(X|Rho|P|Vector)/.test(entry[0]) && typeof entry[1] === "function",
);

describe("operations of two vectors", () => {
  it("are what one line says", () => {
    fc.assert(
      fc.property(lists, (pairs) =>
        scope(() => {
          if (pairs.flat().length === 0) return;
          const [v, w] = [0, 1].map((k) => zipped(pairs.map((row) => row.map((pair) => pair[k]))));
          for (const [name, [ours, theirs]] of Object.entries(measures)) {
            const list = (ours(v, w) as ak.Array).toList() as (number | boolean)[][];
            for (const [i, row] of pairs.entries()) {
              for (const [j, [a, b]] of row.entries()) {
                const [value, definition] = [Number(list[i][j]), Number(theirs(a, b))];
                const size = Math.max(1, Math.abs(definition), name === "dot" ? a[3] * b[3] : 0);
                if (!(Math.abs(value - definition) <= TOLERANCE * size)) {
                  expect([name, a, b, value]).toEqual([name, a, b, definition]);
                }
              }
            }
          }
        }),
      ),
      { numRuns: 20 },
    );
    expect(Object.keys(measures).length).toBeGreaterThan(0);
  });
});

/** Components of vectors in lists; those of momenta too. */
function components(of: unknown): readonly (readonly (readonly number[])[])[] {
  const v = of as vector.Momentum4D;
  const columns = [v.x, v.y, v.z, v.t].map((column) => column.toList() as number[][]);
  return columns[0].map((row, i) => row.map((_, j) => columns.map((column) => column[i][j])));
}

function expectClose(
  name: string,
  ours: unknown,
  pairs: readonly (readonly (readonly [Components, Components])[])[],
  theirs: (v: Components, w: Components) => readonly number[],
): void {
  const list = components(ours);
  for (const [i, row] of pairs.entries()) {
    for (const [j, [v, w]] of row.entries()) {
      const definition = theirs(v, w);
      const scale = Math.max(...definition.map(Math.abs), v[3] * w[3]);
      const wrong = definition.some((d, k) => !(Math.abs(list[i][j][k] - d) <= TOLERANCE * scale));
      if (wrong) expect([name, v, w, list[i][j]]).toEqual([name, v, w, definition]);
    }
  }
}

describe("changes of vectors", () => {
  it("are what one line says", () => {
    fc.assert(
      fc.property(lists, (pairs) =>
        scope(() => {
          if (pairs.flat().length === 0) return;
          const [v, w] = [0, 1].map((k) => zipped(pairs.map((row) => row.map((pair) => pair[k]))));
          for (const [name, [ours, theirs]] of Object.entries(changes)) {
            expectClose(name, ours(v, w), pairs, theirs);
          }
          const nautical = vector.rotateNautical(v, 0.1, 0.2, 0.3);
          const euler = components(vector.rotateEuler(v, 0.3, 0.2, 0.1, "zyx"));
          expectClose("rotateNautical", nautical, pairs, (a) => {
            const i = pairs.findIndex((row) => row.some((pair) => pair[0] === a));
            return euler[i][pairs[i].findIndex((pair) => pair[0] === a)];
          });
        }),
      ),
      { numRuns: 20 },
    );
    expect(Object.keys(changes).length).toBeGreaterThan(0);
  });
});

describe("conversions", () => {
  it("leave the vector as it is, but for dimensions that are not asked for", () => {
    expect(conversions.length).toBe(43);
    fc.assert(
      fc.property(lists, (pairs) =>
        scope(() => {
          if (pairs.flat().length === 0) return;
          const v = zipped(pairs.map((row) => row.map((pair) => pair[0])));
          for (const [name, convert] of conversions) {
            const made = convert(v) as ak.Array;
            const n = made.fields.length;
            const flat = n === 2 ? [0, 0] : [];
            const whole = n === 4 ? made : vector.toXYZT(made as vector.Momentum4D);
            expectClose(name, whole, pairs, ([x, y, z, t]) =>
              n === 4 ? [x, y, z, t] : [x, y, ...(n === 3 ? [z, 0] : flat)],
            );
          }
        }),
      ),
      { numRuns: 5 },
    );
  });
});

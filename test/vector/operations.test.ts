import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import * as vector from "../../src/vector/index.ts";
import { scope } from "../../src/wasm/scope.ts";

/** Rounding of a few operations, relative to the largest component. */
const TOLERANCE = 1e-11;

type Components = [x: number, y: number, z: number, t: number];

const component = fc.double({ min: -100, max: 100, noNaN: true });
/** Time-like vectors away from the beam and the light cone, where every system has all digits. */
const timelike = fc
  .tuple(component, component, component, fc.double({ min: 1, max: 50, noNaN: true }))
  .filter(([x, y]) => x * x + y * y > 1)
  .map(([x, y, z, m]): Components => [x, y, z, Math.sqrt(x * x + y * y + z * z + m * m)]);

function single([x, y, z, t]: Components): vector.SingleVector {
  return vector.obj({ px: x, py: y, pz: z, E: t });
}

function components(v: vector.SingleVector): Components {
  return [v.x, v.y, v.z, v.t];
}

function expectClose(a: readonly number[], b: readonly number[]): void {
  const scale = Math.max(1, ...[...a, ...b].map(Math.abs));
  a.forEach((value, i) => {
    expect(Math.abs(value - b[i])).toBeLessThanOrEqual(TOLERANCE * scale);
  });
}

/** The same vector in every system. */
const systems: Record<string, vector.Conversion> = {
  xyzt: vector.toXYZT,
  xythetat: vector.toXYThetaT,
  xyetatau: vector.toXYEtaTau,
  rhophizt: vector.toRhoPhiZT,
  rhophithetatau: vector.toRhoPhiThetaTau,
  rhophietat: vector.toRhoPhiEtaT,
  rhophietatau: vector.toRhoPhiEtaTau,
};

const jets = (): vector.Momentum4D =>
  vector.zip({
    pt: ak.fromIter([[40, 30, 20], [], [10]]),
    eta: ak.fromIter([[0, 1, -1], [], [2]]),
    phi: ak.fromIter([[0, 3, -3], [], [1]]),
    mass: ak.fromIter([[4, 3, 2], [], [1]]),
    charge: ak.fromIter([[1, -1, 1], [], [-1]]),
  });

describe("operations by hand", () => {
  it("refuse a coordinate that no vector has", () => {
    const v = vector.obj({ x: 1, y: 2 });
    expect(() => vector.toXYZ(v, { teta: 1 } as never)).toThrow(/"teta".*did you mean "theta"/);
    expect(vector.toXYZ(v, { pz: 3 }).z).toBe(3);
  });

  it("broadcast a vector of each event with its lists, and keep momenta", () => {
    const met = vector.zip({
      px: ak.fromIter([1, 2, 3]),
      py: ak.fromIter([4, 5, 6]),
      pz: ak.fromIter([0, 0, 0]),
      E: ak.fromIter([9, 9, 9]),
    });
    const sum = vector.add(jets(), met);
    expect(sum.type).toBe("3 * var * Momentum4D[x: float64, y: float64, z: float64, t: float64]");
    expect((sum.y.toList() as number[][])[0][0]).toBe(4);
    expect((sum.x.toList() as number[][])[0][0]).toBe(41);
  });

  it("keep other fields of what they change, and not of what they combine", () => {
    const turned = vector.rotateZ(jets(), 0.5);
    expect(turned.fields).toEqual(["rho", "phi", "eta", "tau", "charge"]);
    expect(turned.field("charge").toList()).toEqual([[1, -1, 1], [], [-1]]);
    expect(vector.add(jets(), jets()).fields).toEqual(["rho", "phi", "eta", "tau"]);
    expect(vector.rotateX(jets(), 0.5).type).toContain("Momentum4D[x: float64, y: float64, z:");
  });

  it("pass missing vectors on", () => {
    const others = jets().filter(ak.fromIter([true, true, false]));
    const without = ak.concatenate([others, jets().slice(1, 2)]) as vector.Momentum4D;
    const nearest = vector.nearest(jets(), without);
    expect(vector.deltaR(jets(), nearest).toList()).toEqual([[0, 0, 0], [], [null]]);
    expect(vector.add(nearest, jets()).type).toContain("?Momentum4D[");
    expect(vector.sum(nearest).z.toList()).toEqual([vector.sum(jets()).z.at(0), 0, 0]);
  });

  it("take numbers of each vector", () => {
    const v = vector.zip({ x: ak.fromIter([1, 2]), y: ak.fromIter([0, 0]) });
    expect(vector.scale(v, ak.fromIter([2, -3])).toList()).toEqual([
      { x: 2, y: 0 },
      { x: -6, y: -0 },
    ]);
  });

  it("know records by their momentum names", () => {
    const records = ak.zip({ pt: ak.fromIter([3]), phi: ak.fromIter([0]), q: ak.fromIter([1]) });
    expect(vector.array(records).type).toBe(
      "1 * Momentum2D[rho: float64, phi: float64, q: float64]",
    );
    expect(() => vector.array(ak.zip({ a: ak.fromIter([1]) }))).toThrow("no vector has the");
  });

  it("leave columns alone that they do not change", () => {
    const pt = ak.fromTypedArray(Float32Array.of(1, 2));
    const v = vector.zip({ pt, phi: pt, eta: pt, mass: pt });
    expect(vector.rotateZ(v, 1).type).toBe(
      "2 * Momentum4D[rho: float32, phi: float64, eta: float32, tau: float32]",
    );
  });

  it("refuse what vector refuses", () => {
    const planar = vector.obj({ x: 1, y: 2 });
    const four = vector.obj({ x: 1, y: 2, z: 3, t: 4 });
    expect(() => vector.add(planar, four)).toThrow("vectors of the same dimensions");
    expect(() => vector.cross(four, four)).toThrow("three dimensions");
    expect(() => vector.boostX(four, {} as vector.AxisBoost)).toThrow("either beta or gamma");
    expect(() => vector.boostP4(planar, four)).toThrow("boost needs vectors of 4 dimensions");
    expect(() => vector.toVector3D(planar, { z: 1, eta: 2 })).toThrow("can be given, not several");
    expect(() => vector.rotateEuler(four, 1, 2, 3, "xxx" as vector.EulerOrder)).toThrow("no order");
    expect(() => vector.deltaR(ak.fromIter([1]), four)).toThrow("an array of vectors is needed");
  });

  it("impute the dimensions that a conversion adds", () => {
    const planar = vector.obj({ pt: 3, phi: 0 });
    expect(vector.toPtPhiEtaMass(planar, { eta: 1, mass: 2 }).toObject()).toEqual({
      rho: 3,
      phi: 0,
      eta: 1,
      tau: 2,
    });
    expect(vector.toVector4D(planar, { theta: 1 }).toObject()).toEqual({
      rho: 3,
      phi: 0,
      theta: 1,
      t: 0,
    });
    const four = vector.obj({ x: 1, y: 2, z: 3, t: 4 });
    expect(vector.like(four, planar).toObject()).toEqual({ x: 1, y: 2 });
    expect(vector.toBeta3(four).toObject()).toEqual({ x: 0.25, y: 0.5, z: 0.75 });
  });
});

describe("operations by their definitions", () => {
  it("give the same vector in every system, and back", () => {
    fc.assert(
      fc.property(timelike, (given) => {
        scope(() => {
          for (const convert of Object.values(systems)) {
            const v = convert(single(given));
            expectClose(components(vector.toXYZT(v)), given);
          }
        });
      }),
      { numRuns: 25 },
    );
  });

  it("add and subtract components, in every pair of systems", () => {
    fc.assert(
      fc.property(timelike, timelike, (a, b) => {
        scope(() => {
          for (const first of Object.values(systems)) {
            const [v, w] = [first(single(a)), vector.toRhoPhiEtaTau(single(b))];
            expectClose(
              components(vector.toXYZT(vector.add(v, w))),
              a.map((value, i) => value + b[i]),
            );
          }
          const difference = vector.subtract(single(a), single(b));
          expectClose(
            components(difference),
            a.map((value, i) => value - b[i]),
          );
        });
      }),
      { numRuns: 15 },
    );
  });

  it("rotations keep lengths and turn back", () => {
    const angle = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(timelike, angle, (given, by) => {
        scope(() => {
          const v = single(given);
          const axis = vector.obj({ x: 1, y: 2, z: -2 });
          for (const turn of [vector.rotateX, vector.rotateY, vector.rotateZ]) {
            expectClose([turn(v, by).mag], [v.mag]);
            expectClose(components(turn(turn(v, by), -by)), given);
          }
          const about = vector.rotateAxis(v, axis, by);
          expectClose(components(vector.rotateAxis(about, axis, -by)), given);
          // Euler angles are turns one after the other.
          const euler = vector.rotateEuler(v, by, 0.3, -1, "xyz");
          const turns = vector.rotateX(vector.rotateY(vector.rotateZ(v, -by), -0.3), 1);
          expectClose(components(euler), components(turns));
        });
      }),
      { numRuns: 25 },
    );
  });

  it("boosts keep masses; that to the rest frame leaves the mass alone", () => {
    fc.assert(
      fc.property(timelike, timelike, (a, b) => {
        scope(() => {
          const [v, w] = [single(a), single(b)];
          const rest = vector.boostCMOfP4(v, v);
          expect(Math.abs(rest.t - v.tau)).toBeLessThan(1e-9 * v.t * v.gamma);
          const boosted = vector.boostP4(v, w);
          const back = vector.boostCMOf(boosted, w);
          const scale = v.t * w.gamma * w.gamma;
          components(back).forEach((value, i) => {
            expect(Math.abs(value - a[i])).toBeLessThan(1e-11 * scale);
          });
          const velocity = vector.boostBeta3(v, vector.toBeta3(w));
          components(velocity).forEach((value, i) => {
            expect(Math.abs(value - components(boosted)[i])).toBeLessThan(1e-9 * scale);
          });
        });
      }),
      { numRuns: 25 },
    );
  });

  it("relations hold of vectors that were made so", () => {
    fc.assert(
      fc.property(timelike, (given) => {
        scope(() => {
          const v = single(given);
          expect(vector.isParallel(v, vector.scale(v, 2))).toBe(true);
          expect(vector.isAntiparallel(v, vector.negative(v))).toBe(true);
          const space = vector.toVector3D(v);
          const across = vector.cross(space, vector.obj({ x: 0, y: 0, z: 1 }));
          expect(vector.isPerpendicular(space, across)).toBe(true);
          expect(vector.isTimelike(v) && !vector.isSpacelike(v)).toBe(true);
          expect(vector.equal(v, v) && !vector.notEqual(v, v)).toBe(true);
          expect(vector.isClose(v, vector.toXYZT(vector.toRhoPhiEtaTau(v)))).toBe(true);
          expect(vector.deltaPhi(v, v)).toBe(0);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("give every element the same bits wherever it stands", () => {
    const values = Array.from({ length: 300 }, (_, i) => [1 + i, (i % 13) - 6, i / 20, 2]);
    const column = (k: number, from: number): ak.Array =>
      ak.fromIter(values.slice(from).map((row) => row[k]));
    const make = (from: number): vector.Momentum4D =>
      vector.zip({
        pt: column(0, from),
        eta: column(1, from),
        phi: column(2, from),
        mass: column(3, from),
      });
    const [all, part] = [make(0), make(77)];
    for (const of of [
      (v: vector.Momentum4D) => v.px,
      (v: vector.Momentum4D) => vector.boostX(v, { beta: 0.4 }).energy,
      (v: vector.Momentum4D) => vector.deltaR(v, vector.rotateZ(v, 3)),
    ]) {
      expect(of(all).slice(77).toList()).toEqual(of(part).toList());
    }
  });
});

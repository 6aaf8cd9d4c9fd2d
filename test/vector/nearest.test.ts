import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import * as vector from "../../src/vector/index.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";

type Jet = [eta: number, phi: number];

function made(lists: readonly (readonly Jet[])[], single = false): vector.Momentum4D {
  const column = (of: (jet: Jet) => number): ak.Array => {
    const array = ak.fromIter(lists.map((list) => list.map(of)));
    if (!single) return array;
    const { offsets } = array.layout as ak.ListLayout;
    const content = ak.fromTypedArray(Float32Array.from(lists.flat().map(of))).layout;
    return new ak.Array({ kind: "list", offsets, content });
  };
  return vector.zip({
    pt: column(([eta]) => 10 + eta),
    eta: column(([eta]) => eta),
    phi: column(([, phi]) => phi),
    mass: column(() => 1),
  });
}

const a = (): vector.Momentum4D =>
  made([
    [
      [0, 0],
      [1, 3],
    ],
    [],
    [[2, 1]],
    [[0, 0]],
  ]);
const b = (): vector.Momentum4D =>
  made([
    [
      [1, -3],
      [0, 1],
      [0, -1],
    ],
    [[0, 0]],
    [],
    [[0, 3]],
  ]);

describe("nearest", () => {
  it("is the first of the nearest of the same list, missing where there is none", () => {
    const [nearest, metric] = vector.nearest(a(), b(), { returnMetric: true });
    expect(nearest.type).toBe(
      "4 * var * ?Momentum4D[rho: float64, phi: float64, eta: float64, tau: float64]",
    );
    expect(nearest.phi.toList()).toEqual([[1, -3], [], [null], [3]]);
    expect(metric.toList()).toEqual([[1, 2 * Math.PI - 6], [], [null], [3]]);
  });

  it("leaves out what is farther than the threshold, whose metric stays", () => {
    const [nearest, metric] = vector.nearest(a(), b(), { threshold: 2, returnMetric: true });
    expect(nearest.phi.toList()).toEqual([[1, -3], [], [null], [null]]);
    expect(metric.toList()).toEqual([[1, 2 * Math.PI - 6], [], [null], [3]]);
  });

  it("takes any metric of pairs", () => {
    const metric: vector.Metric = (x, y) => ak.absolute(ak.subtract(x.phi, y.phi));
    expect(vector.nearest(a(), b(), { metric }).phi.toList()).toEqual([[1, 1], [], [null], [3]]);
    expect(vector.nearest(a(), b(), { metric: vector.deltaR }).phi.toList()).toEqual(
      vector.nearest(a(), b()).phi.toList(),
    );
  });

  it("passes NaN over", () => {
    const some = made([
      [
        [Number.NaN, 0],
        [1, 0],
      ],
    ]);
    expect(vector.nearest(made([[[0, 0]]]), some).eta.toList()).toEqual([[1]]);
  });

  it("agrees with its definition, from float32 too", () => {
    const angle = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);
    const lists = fc.array(fc.array(fc.tuple(angle, angle), { maxLength: 4 }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lists, lists, fc.boolean(), (left, right, single) => {
        scope(() => {
          const [v, w] = [made(left, single), made(right, single)];
          const table = vector.metricTable(v, w).toList() as number[][][];
          const [nearest, metric] = vector.nearest(v, w, { returnMetric: true });
          const least = table.map((list) =>
            list.map((row) => (row.length === 0 ? null : Math.min(...row))),
          );
          expect(metric.toList()).toEqual(least);
          const etas = table.map((list, i) =>
            list.map((row, j) => right[i][row.indexOf(least[i][j] as number)]?.[0] ?? null),
          );
          expect(nearest.eta.toList()).toEqual(etas);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe("metricTable", () => {
  it("has a list of the other list's length for each vector", () => {
    const metric: vector.Metric = (x, y) => ak.add(x.phi, y.phi);
    expect(vector.metricTable(a(), b(), { metric }).toList()).toEqual([
      [
        [-3, 1, -1],
        [0, 4, 2],
      ],
      [],
      [[]],
      [[3]],
    ]);
  });

  it("returns the vectors of the pairs", () => {
    const [, [x, y]] = vector.metricTable(a(), b(), { returnCombinations: true });
    expect(x.phi.toList()).toEqual([
      [
        [0, 0, 0],
        [3, 3, 3],
      ],
      [],
      [[]],
      [[0]],
    ]);
    expect(y.phi.toList()).toEqual([
      [
        [-3, 1, -1],
        [-3, 1, -1],
      ],
      [],
      [[]],
      [[3]],
    ]);
  });

  it("broadcasts without an axis", () => {
    expect(vector.metricTable(a(), a(), { axis: null }).toList()).toEqual([[0, 0], [], [0], [0]]);
  });
});

describe("pairMass", () => {
  it("is the mass of the sum of each pair, in the order of combinations", () => {
    const v = vector.zip({
      px: ak.fromIter([[1, -1, 2], [5], [], [0, 0]]),
      py: ak.fromIter([[0, 0, 0], [5], [], [1, 1]]),
      pz: ak.fromIter([[0, 0, 0], [5], [], [0, 0]]),
      E: ak.fromIter([[1, 1, 2], [9], [], [0, 0]]),
    });
    expect(vector.pairMass(v).toList()).toEqual([[2, 0, Math.sqrt(8)], [], [], [-2]]);
  });

  it("agrees with sums of pairs in every system, also of lists longer than a block", () => {
    const lists = [3, 0, 1, 150, 2, 40].map((size, i) =>
      Array.from({ length: size }, (_, j): Jet => [(j % 9) - 4 + i / 8, (j % 7) - 3]),
    );
    const v = made(lists);
    const flat = (array: ak.Array): number[] => (array.toList() as number[][]).flat();
    const masses = flat(vector.pairMass(v));
    for (const convert of [vector.toXYZT, vector.toRhoPhiThetaT, vector.toRhoPhiEtaT]) {
      flat(vector.pairMass(convert(v))).forEach((mass, k) => {
        expect(Math.abs(mass - masses[k])).toBeLessThan(1e-6);
      });
    }
    let k = 0;
    for (const [i, list] of lists.entries()) {
      const one = vector.toXYZT(v.slice(i, i + 1));
      const [x, y, z, t] = [one.x, one.y, one.z, one.t].map((c) => (c.toList() as number[][])[0]);
      for (let p = 0; p < list.length; p++) {
        for (let q = p + 1; q < list.length; q += list.length > 100 ? 37 : 1) {
          const at = k + q - p - 1;
          const sum = [x, y, z].reduce((total, c) => total + (c[p] + c[q]) ** 2, 0);
          const square = (t[p] + t[q]) ** 2 - sum;
          expect(Math.abs(masses[at] * Math.abs(masses[at]) - square)).toBeLessThan(1e-6);
        }
        k += list.length - p - 1;
      }
    }
    expect(k).toBe(masses.length);
  });

  it("gives each list the same bits wherever it stands", () => {
    const lists = Array.from({ length: 90 }, (_, i) =>
      Array.from({ length: i % 5 }, (_, j): Jet => [((i * j) % 17) - 8, ((i + j) % 9) - 4]),
    );
    for (const single of [false, true]) {
      const all = vector.pairMass(made(lists, single)).toList();
      const part = vector.pairMass(made(lists.slice(31), single)).toList();
      expect(all.slice(31)).toEqual(part);
      const sums = vector.sum(made(lists, single)).z.toList();
      expect(sums.slice(31)).toEqual(vector.sum(made(lists.slice(31), single)).z.toList());
    }
  });
});

describe("memory", () => {
  it("does not grow with any operation", () => {
    const [v, w] = [a(), b()];
    const one = vector.obj({ x: 0.1, y: 0.2, z: 0.3 });
    const flat = vector.toVector3D(v);
    const operations: (() => unknown)[] = [
      () => v.px,
      () => v.neg3D,
      () => vector.add(v, v),
      () => vector.scale(v, 2),
      () => vector.unit(v),
      () => vector.dot(v, v),
      () => vector.cross(flat, flat),
      () => vector.deltaR(v, v),
      () => vector.rotateEuler(v, 1, 2, 3),
      () => vector.rotateAxis(v, one, 1),
      () => vector.boostBeta3(v, one),
      () => vector.isClose(v, v),
      () => vector.toXYZT(v),
      () => vector.sum(v),
      () => vector.sum(v, { axis: null }).array,
      () => vector.sum(v, { axis: 0 }),
      () => vector.nearest(v, w),
      () => vector.nearest(v, w, { metric: vector.deltaR }),
      () => vector.metricTable(v, w),
      () => vector.pairMass(v),
      () => vector.pairMass(vector.toXYZT(v)),
    ];
    for (const operation of operations) {
      const run = (): void =>
        scope(() => {
          operation();
        });
      run();
      const before = memoryUsage();
      for (let i = 0; i < 100; i++) run();
      expect(memoryUsage().columns, String(operation)).toBe(before.columns);
      expect(memoryUsage().usedBytes).toBe(before.usedBytes);
    }
  });
});

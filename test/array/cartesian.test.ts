import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { scope } from "../../src/wasm/scope.ts";

describe("cartesian and argcartesian", () => {
  const a = ak.fromIter([[1, 2], [], [3]]);
  const b = ak.fromIter([[10], [20], [30, 40]]);

  it("follow by hand", () => {
    expect(ak.cartesian([a, b]).toList()).toEqual([
      [
        [1, 10],
        [2, 10],
      ],
      [],
      [
        [3, 30],
        [3, 40],
      ],
    ]);
    expect(ak.cartesian({ x: a, y: b }, { withName: "Pair" }).type).toBe(
      "3 * var * Pair[x: float64, y: float64]",
    );
    expect(ak.argcartesian([a, b]).toList()).toEqual([
      [
        [0n, 0n],
        [1n, 0n],
      ],
      [],
      [
        [0n, 0n],
        [0n, 1n],
      ],
    ]);
    expect(ak.cartesian([a, ak.fromIter([7, 8, 9])]).toList()).toEqual([
      [
        [1, 7],
        [2, 7],
      ],
      [],
      [[3, 9]],
    ]);
    expect(ak.cartesian([ak.fromIter([1, 2]), ak.fromIter([3])], { axis: 0 }).toList()).toEqual([
      [1, 3],
      [2, 3],
    ]);
  });

  it("keep lists of their own where they are nested", () => {
    expect(ak.cartesian([a, b], { nested: true }).toList()).toEqual([
      [[[1, 10]], [[2, 10]]],
      [],
      [
        [
          [3, 30],
          [3, 40],
        ],
      ],
    ]);
    expect(ak.cartesian({ x: a, y: b, z: a }, { nested: ["y"] }).type).toBe(
      "3 * var * var * {x: float64, y: float64, z: float64}",
    );
  });

  it("leave nothing of missing lists, and in the first array a missing list", () => {
    const c = ak.fromIter([[1], null, [2]]);
    expect(ak.cartesian([c, b]).toList()).toEqual([
      [[1, 10]],
      null,
      [
        [2, 30],
        [2, 40],
      ],
    ]);
    expect(ak.cartesian([b, c]).toList()[1]).toEqual([]);
    expect(ak.cartesian([b, c], { nested: true }).toList()[1]).toEqual([null]);
  });

  it("say what they cannot do", () => {
    expect(() => ak.cartesian([a, b], { axis: 2 })).toThrow("exceeds the depth of the arrays (2)");
    expect(() => ak.cartesian([a, b], { nested: [1] })).toThrow("can name 0");
    expect(() => ak.cartesian([a, b.slice(1)])).toThrow("3");
    expect(() => ak.cartesian([])).toThrow("at least one array");
  });

  it("pair every element with every other, the last turning fastest", () => {
    const list = fc.array(fc.integer().map(Number), { maxLength: 5 });
    const entries = fc.array(fc.tuple(list, list, list), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(entries, (rows) => {
        scope(() => {
          // A first entry that is dropped: offsets do not begin at 0.
          const [x, y, z] = [0, 1, 2].map((i) =>
            ak.fromIter([[5, 5], ...rows.map((row) => row[i])]).slice(1),
          );
          const triples = rows.map(([p, q, r]) =>
            p.flatMap((one) => q.flatMap((two) => r.map((three) => [one, two, three]))),
          );
          expect(ak.cartesian([x, y, z]).toList()).toEqual(triples);
          expect(ak.cartesian([x, y, z], { nested: [0] }).toList()).toEqual(
            rows.map(([p, q, r]) =>
              p.map((one) => q.flatMap((two) => r.map((three) => [one, two, three]))),
            ),
          );
          const places = ak.argcartesian({ i: x, j: y }, { nested: true });
          expect(places.toList()).toEqual(
            rows.map(([p, q]) =>
              p.map((_, i) => q.map((_one, j) => ({ i: BigInt(i), j: BigInt(j) }))),
            ),
          );
        });
      }),
    );
  });
});

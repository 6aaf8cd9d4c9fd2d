import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { scope } from "../../src/wasm/scope.ts";

/** itertools.combinations, with or without replacement. */
function choose<T>(list: readonly T[], n: number, again: boolean): T[][] {
  if (n === 0) return [[]];
  return list.flatMap((first, i) =>
    choose(list.slice(again ? i : i + 1), n - 1, again).map((rest) => [first, ...rest]),
  );
}

describe("combinations and argcombinations", () => {
  const x = ak.fromIter([[1, 2, 3], [], [4]]);

  it("follow by hand", () => {
    expect(ak.combinations(x, 2).toList()).toEqual([
      [
        [1, 2],
        [1, 3],
        [2, 3],
      ],
      [],
      [],
    ]);
    expect(ak.combinations(x, 2).type).toBe("3 * var * (float64, float64)");
    expect(ak.argcombinations(x, 2, { fields: ["i", "j"] }).toList()).toEqual([
      [
        { i: 0n, j: 1n },
        { i: 0n, j: 2n },
        { i: 1n, j: 2n },
      ],
      [],
      [],
    ]);
    expect(ak.combinations(ak.fromIter([1, 2]), 2, { axis: 0 }).toList()).toEqual([[1, 2]]);
    expect(ak.combinations(x, 1, { withName: "Single", fields: ["a"] }).type).toBe(
      "3 * var * Single[a: float64]",
    );
    expect(ak.combinations(ak.fromIter([[1, 2], null]), 2).toList()).toEqual([[[1, 2]], null]);
  });

  it("take an axis from the end as one from the front", () => {
    const y = ak.fromIter([[[[1, 2], [3]], [[4]]], []]);
    for (const axis of [1, 2, 3]) {
      const [front, end] = [axis, axis - 4].map((one) => ak.argcombinations(y, 2, { axis: one }));
      expect(end.toList()).toEqual(front.toList());
      expect(end.type).toBe(front.type);
    }
  });

  it("say what they cannot do", () => {
    expect(() => ak.combinations(x, 0)).toThrow("n is at least 1");
    expect(() => ak.combinations(x, 2, { fields: ["a"] })).toThrow("have 2 fields, not 1");
    expect(() => ak.combinations(x, 2, { axis: 2 })).toThrow("axis=1 exceeds the depth");
  });

  it("are what itertools gives for each list", () => {
    const lists = fc.array(fc.array(fc.integer().map(Number), { maxLength: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 4 }), fc.boolean(), (all, n, replacement) => {
        scope(() => {
          // A first list that is dropped: offsets do not begin at 0.
          const y = ak.fromIter([[9, 9], ...all]).slice(1);
          expect(ak.combinations(y, n, { replacement }).toList()).toEqual(
            all.map((list) => choose(list, n, replacement)),
          );
          expect(ak.argcombinations(y, n, { replacement }).toList()).toEqual(
            all.map((list) =>
              choose(
                list.map((_, i) => BigInt(i)),
                n,
                replacement,
              ),
            ),
          );
        });
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { DTypeError, PositionError, ShapeError } from "../../src/errors.ts";
import { memoryUsage } from "../../src/wasm/index.ts";
import { scope } from "../../src/wasm/scope.ts";

const x = ak.fromIter([[1, 2, 3], [], [4], [5, 6]]);
const grid = ak.fromBuffers(
  { class: "NumpyArray", primitive: "int32", inner_shape: [3], form_key: "grid" },
  2,
  { "grid-data": Int32Array.of(0, 1, 2, 10, 11, 12) },
);

/** Lists of numbers with positions for each, from the end too. */
const picks = fc
  .array(fc.array(fc.integer(), { maxLength: 5 }), { minLength: 1, maxLength: 9 })
  .chain((lists) =>
    fc
      .tuple(
        ...lists.map((list) =>
          list.length === 0
            ? fc.constant<number[]>([])
            : fc.array(fc.integer({ min: -list.length, max: list.length - 1 }), { maxLength: 4 }),
        ),
      )
      .map((index) => ({ lists, index })),
  );

/** Integers of lists, also where all of them are empty. */
function positions(index: readonly (readonly (number | null)[])[]): ak.Array {
  return ak.fromIter(index.map((list) => list.map((at) => (at === null ? null : BigInt(at)))));
}

describe("get with positions within lists", () => {
  it("picks them in their order, some of them missing, in lists that may be missing", () => {
    const index = ak.fromIter([[2n, 0n], [], [-1n, -1n], [1n]]);
    expect(ak.get(x, index).toList()).toEqual([[3, 1], [], [4, 4], [6]]);
    const some = ak.get(x, ak.fromIter([[0n, null], [], [null], [1n]]));
    expect(some.type).toBe("4 * var * ?float64");
    expect(some.toList()).toEqual([[1, null], [], [null], [6]]);
    const lists = ak.get(x, ak.fromIter([[0n], null, [0n], null]));
    expect(lists.type).toBe("4 * option[var * float64]");
    expect(lists.toList()).toEqual([[1], null, [4], null]);
  });

  it("takes masks with missing entries", () => {
    const mask = ak.fromIter([[true, null, false], [], [false], [null, true]]);
    expect(ak.get(x, mask).toList()).toEqual([[1, null], [], [], [null, 6]]);
  });

  it("is one map over the positions", () => {
    fc.assert(
      fc.property(picks, ({ lists, index }) => {
        fc.pre(index.flat().length > 0);
        scope(() => {
          const picked = ak.get(ak.fromIter(lists), positions(index)).toList();
          expect(picked).toEqual(lists.map((list, i) => index[i].map((at) => list.at(at))));
        });
      }),
    );
  });
});

describe("get with arrays of positions", () => {
  it("pairs them as NumPy does, and keeps the dimensions of one", () => {
    expect((ak.get(grid, [0, 1, -1], [2, 0, 1]) as ak.Array).toList()).toEqual([2, 10, 11]);
    expect((ak.get(grid, {}, [2, 0]) as ak.Array).type).toBe("2 * 2 * int32");
    expect((ak.get(grid, [1, 0], 2) as ak.Array).toList()).toEqual([12, 2]);
    const index = ak.fromBuffers(
      { class: "NumpyArray", primitive: "int64", inner_shape: [2], form_key: "i" },
      1,
      { "i-data": BigInt64Array.of(1n, 0n) },
    );
    expect(ak.get(x, index).type).toBe("1 * 2 * var * float64");
    expect(ak.get(x, index).toList()).toEqual([[[], [1, 2, 3]]]);
  });

  it("leaves out what is missing", () => {
    const picked = ak.get(x, ak.fromIter([3n, null, 0n]));
    expect(picked.type).toBe("3 * option[var * float64]");
    expect(picked.toList()).toEqual([[5, 6], null, [1, 2, 3]]);
  });

  it("goes with new axes and an ellipsis", () => {
    expect((ak.get(grid, ak.newaxis) as ak.Array).type).toBe("1 * 2 * 3 * int32");
    expect((ak.get(grid, {}, ak.newaxis, 0) as ak.Array).toList()).toEqual([[0], [10]]);
    expect((ak.get(grid, ak.ellipsis, 0) as ak.Array).toList()).toEqual([0, 10]);
    expect((ak.get(x, ak.ellipsis, { start: -1 }) as ak.Array).toList()).toEqual([
      [3],
      [],
      [4],
      [6],
    ]);
  });

  it("refuses what does not go together", () => {
    expect(() => ak.get(grid, [0, 1], [0, 1, 2])).toThrow(ShapeError);
    expect(() => ak.get(grid, [0], {}, [0])).toThrow(ShapeError);
    expect(() => ak.get(grid, 0, 0, 0)).toThrow(PositionError);
    expect(() => ak.get(grid, 0, ak.fromIter([[0n]]))).toThrow(ShapeError);
    expect(() => ak.get(grid, ak.zip({ a: x }))).toThrow(DTypeError);
    expect(() => ak.get(grid, {}, { step: 0 })).toThrow(/step of a slice cannot be 0/);
  });

  it("leaves nothing behind in memory", () => {
    const before = memoryUsage().columns;
    scope(() => {
      ak.get(grid, [0, 1], [1, 1]);
      ak.get(x, {}, { step: -1 });
      expect(() => ak.get(x, {}, 0)).toThrow();
    });
    expect(memoryUsage().columns).toBe(before);
  });
});

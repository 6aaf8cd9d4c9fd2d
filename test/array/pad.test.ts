import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";

describe("padNone, firsts and singletons", () => {
  const x = ak.fromIter([[1, 2, 3], [], [4]]);

  it("follow by hand", () => {
    expect(ak.padNone(x, 2).toList()).toEqual([
      [1, 2, 3],
      [null, null],
      [4, null],
    ]);
    expect(ak.padNone(x, 2, { clip: true }).toList()).toEqual([
      [1, 2],
      [null, null],
      [4, null],
    ]);
    expect(ak.padNone(x, 2, { clip: true }).type).toBe("3 * 2 * ?float64");
    expect(ak.padNone(x, 4, { axis: 0 }).toList()).toEqual([[1, 2, 3], [], [4], null]);
    expect(ak.firsts(x).toList()).toEqual([1, null, 4]);
    expect(ak.firsts(x.slice(1)).toList()).toEqual([null, 4]);
    expect(ak.firsts(ak.fromIter([7, 8]), { axis: 0 })).toBe(7);
    expect(ak.firsts(x.slice(0, 0), { axis: 0 })).toBeNull();
    expect(ak.singletons(ak.firsts(x)).toList()).toEqual([[1], [], [4]]);
    expect(ak.singletons(x, { axis: 1 }).toList()).toEqual([[[1], [2], [3]], [], [[4]]]);
  });

  it("go into records and past missing lists", () => {
    const y = ak.fromIter([[1], null, [2, 3]]);
    expect(ak.padNone(y, 2).toList()).toEqual([[1, null], null, [2, 3]]);
    expect(ak.firsts(y).toList()).toEqual([1, null, 2]);
    expect(ak.firsts(ak.zip({ x, y: x }, { depthLimit: 1 })).toList()).toEqual([
      { x: 1, y: 1 },
      { x: null, y: null },
      { x: 4, y: 4 },
    ]);
  });

  it("say what they cannot do", () => {
    expect(() => ak.padNone(x, 2, { axis: 2 })).toThrow("exceeds the depth of this array");
    expect(() => ak.padNone(x, -1)).toThrow("not to -1");
    expect(() => ak.firsts(ak.fromIter([1, 2]))).toThrow("exceeds the depth of this array");
  });

  it("are what their definitions say", () => {
    fc.assert(
      fc.property(jaggedNumbers, fc.integer({ min: 0, max: 9 }), (lists, target) => {
        scope(() => {
          const y = ak.fromIter([[0], ...lists]).slice(1);
          const long = lists.map((list) => [
            ...list,
            ...Array.from({ length: Math.max(0, target - list.length) }, () => null),
          ]);
          expect(ak.padNone(y, target).toList()).toEqual(long);
          expect(ak.padNone(y, target, { clip: true }).toList()).toEqual(
            long.map((list) => list.slice(0, target)),
          );
          expect(ak.firsts(y).toList()).toEqual(lists.map((list) => list[0] ?? null));
        });
      }),
    );
  });
});

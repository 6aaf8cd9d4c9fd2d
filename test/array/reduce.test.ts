import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { columnOf } from "../../src/wasm/column.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";

/** A float32 array of the same lists. */
function single(lists: readonly number[][]): ak.Array {
  const offsets = [0];
  for (const list of lists) offsets.push(offsets[offsets.length - 1] + list.length);
  const data = ak.fromTypedArray(Float32Array.from(lists.flat())).layout;
  return new ak.Array({ kind: "list", offsets: columnOf("int32", offsets), content: data });
}

describe("reductions", () => {
  const x = ak.fromIter([[1, 2.5], [], [-3]]);

  it("follow by hand", () => {
    expect(ak.sum(x, { axis: 1 }).toList()).toEqual([3.5, 0, -3]);
    expect(ak.sum(x)).toBe(0.5);
    expect(ak.sum(x, { axis: 0 }).toList()).toEqual([-2, 2.5]);
    expect(ak.max(x, { axis: 1 }).toList()).toEqual([2.5, null, -3]);
    expect(ak.min(x, { axis: -1, maskIdentity: false }).toList()).toEqual([1, Infinity, -3]);
    expect(ak.num(x).toList()).toEqual([2n, 0n, 1n]);
    expect(ak.num(x, { axis: 0 })).toBe(3);
    expect(ak.count(x)).toBe(3);
    expect(ak.any(ak.greater(x, 2), { axis: 1 }).toList()).toEqual([true, false, false]);
    expect(ak.all(ak.greater(x, 0), { axis: 1 }).toList()).toEqual([true, true, false]);
    expect(ak.sum(ak.fromIter([true, true, false]))).toBe(2n);
    expect(ak.max(ak.fromIter([[]]))).toBeNull();
  });

  it("leave out missing values", () => {
    const y = ak.fromIter([[1, null, 3], null, [null], []]);
    expect(y.type).toBe("4 * option[var * ?float64]");
    expect(ak.sum(y, { axis: 1 }).toList()).toEqual([4, null, 0, 0]);
    expect(ak.count(y, { axis: 1 }).toList()).toEqual([2n, null, 0n, 0n]);
    expect(ak.max(y, { axis: 1 }).toList()).toEqual([3, null, null, null]);
    expect(ak.sum(y)).toBe(4);
  });

  it("work on slices, whose offsets do not begin at 0", () => {
    const y = ak.fromIter([[9], [1, 2], [], [5, 6, 7], [8]]).slice(1, 4);
    expect(ak.sum(y, { axis: 1 }).toList()).toEqual([3, 0, 18]);
    expect(ak.max(y, { axis: 1 }).toList()).toEqual([2, null, 7]);
    expect(ak.any(ak.equal(y, 6), { axis: 1 }).toList()).toEqual([false, false, true]);
    expect(ak.any(y, { axis: 1 }).toList()).toEqual([true, false, true]);
    expect(ak.sum(y)).toBe(21);
    expect(ak.sum(y, { axis: 0 }).toList()).toEqual([6, 8, 7]);
  });

  it("say what they cannot do", () => {
    expect(() => ak.sum(x, { axis: 2 })).toThrow("axis=2 exceeds the depth of this array (2)");
    expect(() => ak.sum(ak.zip({ x }), { axis: 1 })).toThrow("take one of the fields x");
    expect(() => ak.sum(3 as never)).toThrow("sum takes an ak.Array");
    expect(() => ak.sum([1] as never)).toThrow("not a list: ak.array makes an array of it");
    expect(() => ak.sum(new Float32Array(2) as never)).toThrow("not a Float32Array: ak.array");
  });

  it("reduce outer axes by position in the list", () => {
    const y = ak.fromIter([[[1, 2], [3]], [], [[10, 20, 30]]]);
    expect(ak.sum(y, { axis: 0 }).toList()).toEqual([[11, 22, 30], [3]]);
    expect(ak.sum(y, { axis: 1 }).toList()).toEqual([[4, 2], [], [10, 20, 30]]);
    expect(ak.sum(y, { axis: -1 }).toList()).toEqual([[3, 3], [], [60]]);
    expect(ak.argmax(y, { axis: 0 }).toList()).toEqual([[1n, 1n, 1n], [0n]]);
    expect(ak.prod(y, { axis: 0, keepdims: true }).type).toBe("1 * var * var * float64");
    expect(ak.max(y, { axis: 1 }).type).toBe("3 * var * ?float64");
  });

  it("keep dimensions of one and mask what is empty on demand", () => {
    expect(ak.sum(x, { axis: 1, keepdims: true }).toList()).toEqual([[3.5], [0], [-3]]);
    expect(ak.sum(x, { axis: 1, keepdims: true }).type).toBe("3 * 1 * float64");
    expect(ak.sum(x, { axis: 1, maskIdentity: true }).toList()).toEqual([3.5, null, -3]);
    expect(ak.sum(x, { keepdims: true }).toList()).toEqual([[0.5]]);
    expect(ak.sum(x, { axis: 0, keepdims: true }).toList()).toEqual([[-2, 2.5]]);
    expect(ak.argmin(x, { axis: 1, maskIdentity: false }).toList()).toEqual([0n, -1n, 0n]);
    expect(ak.max(x, { axis: 1, initial: 1, maskIdentity: false }).toList()).toEqual([2.5, 1, 1]);
  });

  it("count missing values as places, but not as values", () => {
    const y = ak.fromIter([[null, 2, null, 5], null, [1, null]]);
    expect(ak.argmax(y, { axis: 1 }).toList()).toEqual([3n, null, 0n]);
    expect(ak.argmax(y, { axis: 0 }).toList()).toEqual([1n, 0n, null, 0n]);
    expect(ak.argmin(ak.fromIter([null, 3, null, 1]))).toBe(3n);
    expect(ak.countNonzero(y)).toBe(3);
    expect(ak.prod(y, { axis: 1 }).toList()).toEqual([10, null, 1]);
  });

  it("add in the order of the list: the bits of a plain loop in the column's precision", () => {
    fc.assert(
      fc.property(jaggedNumbers, (lists) => {
        scope(() => {
          const sums = ak.sum(ak.fromIter(lists), { axis: 1 }).toTypedArray() as Float64Array;
          const loops = lists.map((list) => list.reduce((a, b) => a + b, 0));
          expect(loops.findIndex((sum, i) => !Object.is(sum, sums[i]))).toBe(-1);
          const sums32 = ak.sum(single(lists), { axis: 1 }).toTypedArray() as Float32Array;
          const loops32 = lists.map((list) =>
            list.reduce((a, b) => Math.fround(a + Math.fround(b)), 0),
          );
          expect(loops32.findIndex((sum, i) => !Object.is(sum, sums32[i]))).toBe(-1);
        });
      }),
    );
  });

  it("find the largest and smallest of each list, NaN aside", () => {
    fc.assert(
      fc.property(jaggedNumbers, (lists) => {
        const best = (pick: (...values: number[]) => number) =>
          lists.map((list) =>
            list.length === 0 ? null : pick(...list.filter((one) => !Number.isNaN(one))),
          );
        scope(() => {
          const x = ak.fromIter(lists);
          // -0 and 0 are equal here: either may win.
          const plain = (values: unknown[]) => values.map((one) => (one === 0 ? 0 : one));
          expect(plain(ak.max(x, { axis: 1 }).toList())).toEqual(plain(best(Math.max)));
          expect(plain(ak.min(x, { axis: 1 }).toList())).toEqual(plain(best(Math.min)));
          const f32 = single(lists);
          const round = (values: (number | null)[]) =>
            plain(values.map((one) => (one === null ? null : Math.fround(one))));
          expect(plain(ak.max(f32, { axis: 1 }).toList())).toEqual(round(best(Math.max)));
        });
      }),
    );
  });

  it("tell any and all of each list", () => {
    const lists = fc.array(fc.array(fc.boolean(), { maxLength: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(lists, (bools) => {
        scope(() => {
          const x = ak.fromIter(bools.map((list) => [...list, true]));
          expect(ak.all(x, { axis: 1 }).toList()).toEqual(bools.map((list) => list.every(Boolean)));
          const none = ak.not(x);
          expect(ak.any(none, { axis: 1 }).toList()).toEqual(
            bools.map((list) => list.some((one) => !one)),
          );
        });
      }),
    );
  });

  it("find places, products and counts as their definitions say", () => {
    const small = fc.array(
      fc.array(fc.integer({ min: -3, max: 3 }).map(Number), { maxLength: 8 }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(small, (lists) => {
        scope(() => {
          const y = ak.fromIter(lists);
          const each = (of: (list: number[]) => unknown) => lists.map(of);
          const where = (list: number[], best: number) =>
            list.length === 0 ? null : BigInt(list.indexOf(best));
          expect(ak.argmax(y, { axis: 1 }).toList()).toEqual(
            each((list) => where(list, Math.max(...list))),
          );
          expect(ak.argmin(y, { axis: 1 }).toList()).toEqual(
            each((list) => where(list, Math.min(...list))),
          );
          expect(ak.prod(y, { axis: 1 }).toList().map(Number)).toEqual(
            each((list) => list.reduce((a, b) => a * b, 1)),
          );
          expect(ak.countNonzero(y, { axis: 1 }).toList().map(Number)).toEqual(
            each((list) => list.filter((one) => one !== 0).length),
          );
          const longest = Math.max(...lists.map((list) => list.length));
          const columns = Array.from({ length: longest }, (_, j) =>
            lists.filter((list) => list.length > j).reduce((sum, list) => sum + list[j], 0),
          );
          expect(ak.sum(y, { axis: 0 }).toList()).toEqual(columns);
        });
      }),
    );
  });
});

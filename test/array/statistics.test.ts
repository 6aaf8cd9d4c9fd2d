import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { scope } from "../../src/wasm/scope.ts";

/** Relative: sums of a few dozen numbers in another order. */
const CLOSE = 1e-9;

const numbers = fc.array(
  fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 12 }),
  { minLength: 1, maxLength: 12 },
);

function meanOf(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0) / list.length;
}

function close(ours: readonly unknown[], theirs: readonly (number | null)[]): void {
  for (const [i, one] of theirs.entries()) {
    if (one === null || Number.isNaN(one)) expect(ours[i]).toBe(one);
    else
      expect(Math.abs((ours[i] as number) - one)).toBeLessThanOrEqual(CLOSE * (1 + Math.abs(one)));
  }
}

describe("statistics", () => {
  const x = ak.fromIter([[1, 2, 3], [], [4]]);
  const weight = ak.fromIter([[1, 1, 2], [], [3]]);

  it("leave missing lists missing", () => {
    const some = ak.fromIter([[3, 1], null, [], [null]]);
    expect(ak.ptp(some, { axis: 1 }).toList()).toEqual([2, null, null, null]);
    expect(ak.ptp(some, { axis: 1, maskIdentity: false }).toList()).toEqual([2, null, 0, 0]);
  });

  it("follow by hand", () => {
    expect(ak.mean(x)).toBe(2.5);
    expect(ak.mean(x, { axis: 1 }).toList()).toEqual([2, NaN, 4]);
    expect(ak.mean(x, { axis: 1, maskIdentity: true }).toList()).toEqual([2, null, 4]);
    expect(ak.mean(x, { axis: 0 }).toList()).toEqual([2.5, 2, 3]);
    expect(ak.mean(x, { axis: 1, weight }).toList()).toEqual([2.25, NaN, 4]);
    expect(ak.var(x, { axis: 1 }).toList()).toEqual([2 / 3, NaN, 0]);
    expect(ak.var(x, { axis: 1, ddof: 1 }).toList()).toEqual([1, NaN, NaN]);
    expect(ak.var(x, { axis: 1, weight }).toList()).toEqual([0.6875, NaN, 0]);
    expect(ak.std(x, { axis: 0 }).toList()).toEqual([1.5, 0, 0]);
    expect(ak.std(x, { axis: 0, weight }).toList()).toEqual([Math.sqrt(1.6875), 0, 0]);
    expect(ak.ptp(x, { axis: 1 }).toList()).toEqual([2, null, 0]);
    expect(ak.ptp(x, { axis: 1, maskIdentity: false }).toList()).toEqual([2, 0, 0]);
    expect(ak.moment(x, 2)).toBe(7.5);
    expect(ak.moment(x, 2, { axis: 1 }).toList()).toEqual([14 / 3, NaN, 16]);
    expect(ak.mean(x, { axis: 1, keepdims: true }).type).toBe("3 * 1 * float64");
    expect(ak.var(ak.fromIter([]), { maskIdentity: true })).toBeNull();
  });

  it("pass over NaN where they say so", () => {
    const y = ak.fromIter([[1, NaN, 3], [NaN], []]);
    expect(ak.nansum(y, { axis: 1 }).toList()).toEqual([4, 0, 0]);
    expect(ak.nanprod(y, { axis: 1 }).toList()).toEqual([3, 1, 1]);
    expect(ak.nanmax(y, { axis: 1 }).toList()).toEqual([3, null, null]);
    expect(ak.nanmin(y)).toBe(1);
    expect(ak.nanargmax(y, { axis: 1 }).toList()).toEqual([2n, null, null]);
    expect(ak.nanargmin(y)).toBe(0n);
    expect(ak.nanmean(y, { axis: 1 }).toList()).toEqual([2, null, null]);
    expect(ak.nanvar(y, { axis: 1 }).toList()).toEqual([1, null, null]);
    expect(ak.nanstd(y)).toBe(1);
  });

  it("correlate and fit lines", () => {
    const y = ak.fromIter([[3, 5, 7], [], [9]]);
    expect(ak.covar(x, y)).toBe(2.5);
    expect(ak.corr(x, y)).toBeCloseTo(1, 12);
    expect(ak.corr(x, y, { axis: 1 }).toList()[1]).toBeNaN();
    expect(ak.covar(x, y, { axis: 0 }).toList()).toEqual([4.5, 0, 0]);
    const fit = ak.linearFit(x, y);
    expect(fit.slope).toBeCloseTo(2, 12);
    expect(fit.intercept).toBeCloseTo(1, 12);
    expect(ak.linearFit(x, y, { axis: 1, weight }).type).toContain(
      "3 * LinearFit[intercept: float64",
    );
  });

  it("make parts of one in every row", () => {
    const parts = ak.softmax(x).toList() as number[][];
    close(
      parts.map((list) => list.reduce((a, b) => a + b, 0)),
      [1, 0, 1],
    );
    const square = ak.padNone(
      ak.fromIter([
        [1, 2],
        [0, 5],
      ]),
      2,
      { clip: true },
    );
    close(
      (ak.softmax(square).toList() as number[][]).map((list) => list[0] + list[1]),
      [1, 1],
    );
    expect(() => ak.softmax(x, { axis: 0 })).toThrow("innermost");
  });

  it("say what they cannot do", () => {
    expect(() => ak.mean(x, { axis: 2 })).toThrow("exceeds the depth");
    expect(() => ak.moment(x, 1.5)).toThrow("whole number");
    expect(() => ak.ptp(ak.fromIter([[true]]), { axis: 1 })).toThrow("subtract");
  });

  it("are what their definitions say", () => {
    fc.assert(
      fc.property(numbers, (lists) => {
        scope(() => {
          const y = ak.fromIter(lists);
          const variances = lists.map((list) => {
            const middle = meanOf(list);
            return meanOf(list.map((one) => (one - middle) ** 2));
          });
          close(ak.mean(y, { axis: 1 }).toList(), lists.map(meanOf));
          close(ak.var(y, { axis: 1 }).toList(), variances);
          close(ak.std(y, { axis: 1 }).toList(), variances.map(Math.sqrt));
          close([ak.mean(y)], [meanOf(lists.flat())]);
          const same = ak.fromIter(lists.map((list) => list.map(() => 2)));
          close(ak.var(y, { axis: 1, weight: same }).toList(), variances);
          close(ak.covar(y, y, { axis: 1 }).toList(), variances);
        });
      }),
    );
  });
});

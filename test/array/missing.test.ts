import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { UsageError } from "../../src/errors.ts";
import { columnOf } from "../../src/wasm/column.ts";

/** Lists, or none, of numbers, or none. */
const sparse = fc.array(
  fc.option(fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { maxLength: 5 })),
  { minLength: 1, maxLength: 12 },
);

/** An array that has lists and missing values of both kinds whatever is drawn. */
function arrayOf(lists: (readonly (number | null)[] | null)[]): ak.Array {
  return ak.fromIter([...lists, null, [0.5, null]]).slice(0, lists.length);
}

describe("fillNone", () => {
  const y = ak.fromIter([[1, null], null, [3]]);

  it("fills the innermost axis, another, or all", () => {
    expect(ak.fillNone(y, 0).toList()).toEqual([[1, 0], null, [3]]);
    expect(ak.fillNone(y, ak.fromIter([7]), { axis: 0 }).toList()).toEqual([[1, null], [7], [3]]);
    expect(ak.fillNone(y, 0, { axis: 0 }).type).toBe("3 * union[var * ?float64, int64]");
    expect(ak.fillNone(y, 9, { axis: null }).toList()).toEqual([[1, 9], 9n, [3]]);
    expect(() => ak.fillNone(y, 0, { axis: 2 })).toThrow("axis=2 exceeds the depth");
  });

  it("passes over text, which has bytes for one axis more", () => {
    const text = ak.fromIter(["a", "b"]);
    expect(ak.fillNone(text, "none", { axis: 1 }).toList()).toEqual(["a", "b"]);
    expect(() => ak.fillNone(text, "none", { axis: 2 })).toThrow("axis=2 exceeds the depth");
  });

  it("promotes as Awkward: whole numbers are int64, text makes a union", () => {
    const content = ak.fromTypedArray(Float32Array.of(2, 3)).layout;
    const some = new ak.Array({ kind: "option", index: columnOf("int32", [0, -1, 1]), content });
    expect(ak.fillNone(some, true).type).toBe("3 * float32");
    expect(ak.fillNone(some, 0).type).toBe("3 * float64");
    expect(ak.fillNone(some, -1.5).toTypedArray()).toEqual(Float64Array.of(2, -1.5, 3));
    const text = ak.fillNone(some, "none");
    expect(text.type).toBe("3 * union[float32, string]");
    expect(text.toList()).toEqual([2, "none", 3]);
  });

  it("takes lists and records as plain values, and nothing else", () => {
    const x = ak.array([1n, null]);
    expect(ak.fillNone(x, []).toList()).toEqual([1n, []]);
    expect(ak.fillNone(x, [2]).type).toBe("2 * union[int64, 1 * float64]");
    expect(ak.fillNone(x, {}).toList()).toEqual([1n, {}]);
    expect(ak.fillNone(x, ak.float(2)).type).toBe("2 * float64");
    expect(ak.fillNone(x, ak.tuple(2n, true)).type).toBe("2 * union[int64, (int64, bool)]");
    expect(ak.fillNone(x, { x: 5n }).type).toBe("2 * union[int64, {x: int64}]");
    const records = ak.fillNone(ak.array([null, { x: 1n }]), { x: 5n });
    expect(records.type).toBe("2 * {x: int64}");
    expect(records.toList()).toEqual([{ x: 5n }, { x: 1n }]);
    for (const value of [null, undefined, new Date(0), new Map(), Symbol("a"), () => 1]) {
      expect(() => ak.fillNone(x, value as never)).toThrow(UsageError);
    }
    expect(() => ak.fillNone(x, new Date(0) as never)).toThrow("not with a Date");
  });

  it("is the value where there is null", () => {
    fc.assert(
      fc.property(sparse, fc.integer(), (lists, value) => {
        const filled = ak.fillNone(arrayOf(lists), value).toList();
        expect(filled).toEqual(lists.map((list) => list?.map((x) => x ?? value) ?? null));
      }),
    );
  });
});

describe("isNone, dropNone", () => {
  it("say where null is, and leave it out", () => {
    fc.assert(
      fc.property(sparse, (lists) => {
        const array = arrayOf(lists);
        const lengths = lists.filter((list) => list !== null);
        const present = (list: readonly (number | null)[]) => list.filter((x) => x !== null);
        expect(ak.isNone(array).toList()).toEqual(lists.map((list) => list === null));
        expect(ak.isNone(array, { axis: 1 }).toList()).toEqual(
          lists.map((list) => list?.map((x) => x === null) ?? null),
        );
        expect(ak.dropNone(array).toList()).toEqual(lengths.map(present));
        expect(ak.dropNone(array, { axis: 0 }).toList()).toEqual(lengths);
        expect(ak.dropNone(array, { axis: -1 }).toList()).toEqual(
          lists.map((list) => list && present(list)),
        );
      }),
    );
  });

  it("know no axis beyond the depth", () => {
    expect(() => ak.isNone(ak.fromIter([1]), { axis: 1 })).toThrow("axis=1 exceeds the depth");
    expect(() => ak.dropNone(ak.fromIter([1]), { axis: 1 })).toThrow("axis=1 exceeds the depth");
  });
});

describe("mask, nanToNone", () => {
  it("of records does not load their fields", () => {
    const load = (): never => {
      throw new Error("loaded");
    };
    const field = { kind: "lazy", length: 2, load, held: () => [], owned: () => [] } as const;
    const layout = { kind: "record", fields: ["pt"], contents: [field], length: 2 } as const;
    const masked = ak.mask(new ak.Array(layout), ak.fromIter([true, false]));
    expect(ak.isNone(masked).toList()).toEqual([false, true]);
    expect(masked.at(1)).toBe(null);
  });

  it("make values missing", () => {
    const x = ak.fromIter([[1, 2], [], [3]]);
    expect(ak.mask(x, ak.fromIter([true, true, false])).toList()).toEqual([[1, 2], [], null]);
    const high = ak.mask(x, ak.greater(x, 1), { validWhen: false });
    expect(high.toList()).toEqual([[1, null], [], [null]]);
    expect(ak.mask(high, ak.fromIter([true, false, false])).toList()).toEqual([
      [1, null],
      null,
      null,
    ]);
    expect(() => ak.mask(x, x)).toThrow("a mask is of bool, not of float64");
    const nan = ak.nanToNone(ak.fromIter([[1, NaN], [Infinity]]));
    expect(nan.toList()).toEqual([[1, null], [Infinity]]);
    expect(nan.type).toBe("2 * var * ?float64");
  });
});

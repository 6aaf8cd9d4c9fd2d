import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { lazy } from "../../src/array/layout.ts";
import type { TypedArray } from "../../src/wasm/dtype.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers, maskedLists } from "./arbitrary.ts";

const x = ak.fromIter([[1, 2, 3], [], [4], [5, 6]]);

describe("slice, filter and take", () => {
  it("slice as JavaScript slices, without copying", () => {
    expect(x.slice(1).toList()).toEqual([[], [4], [5, 6]]);
    expect(x.slice(-2, -1).toList()).toEqual([[4]]);
    expect(x.slice(3, 1).toList()).toEqual([]);
    expect(x.slice().length).toBe(4);
    const [from, to] = [x.layout, x.slice(2).layout] as ak.ListLayout[];
    expect(to.offsets.address).toBe(from.offsets.address + 8);
  });

  it("filter keeps the elements whose mask is true", () => {
    const kept = x.filter(ak.fromIter([true, false, false, true]));
    expect(kept.toList()).toEqual([
      [1, 2, 3],
      [5, 6],
    ]);
    expect(() => x.filter(ak.fromIter([true]))).toThrow("a mask of 1 for 4 elements");
    expect(() => x.filter(ak.fromIter([1, 2, 3, 4]))).toThrow("flat array of bool");
    expect(() => x.filter(ak.greater(x, 2))).toThrow(
      "flat array of bool, not of lists; ak.get(array, mask) selects within lists",
    );
    expect(() => x.filter(ak.fromIter([true, null, true, false]))).toThrow(
      "ak.fillNone(mask, false)",
    );
  });

  it("take gathers positions, from the end if negative", () => {
    expect(x.take([2, -1, 2]).toList()).toEqual([[4], [5, 6], [4]]);
    expect(x.take(ak.fromTypedArray(Uint8Array.of(0))).toList()).toEqual([[1, 2, 3]]);
    expect(() => x.take([4])).toThrow("no element 4 in an array of 4");
    expect(() => x.take([0.5])).toThrow("0.5 is no position");
    expect(() => x.take(ak.fromIter([0.5]))).toThrow("flat array of integers");
  });

  it("pass behaviour and metadata on", () => {
    const behavior = { name: "Thing", properties: { double: () => x } };
    const made = new ak.Array(ak.zip({ a: ak.fromIter([1, 2, 3]) }).layout, {
      behavior,
      metadata: { dataset: "A" },
    });
    for (const part of [
      made.slice(1),
      made.filter(ak.fromIter([true, false, true])),
      made.take([0]),
    ]) {
      expect(part.behavior).toBe(behavior);
      expect(part.metadata).toEqual({ dataset: "A" });
      expect((part as unknown as { double: unknown }).double).toBe(x);
    }
  });

  it("filter is Array.filter, on any size of element and on lists", () => {
    const types = [Uint8Array, Int16Array, Float32Array, Float64Array, BigInt64Array] as const;
    fc.assert(
      fc.property(maskedLists, ({ lists, mask }) => {
        scope(() => {
          const keep = ak.fromIter(mask);
          expect(ak.fromIter(lists).filter(keep).toList()).toEqual(lists.filter((_, i) => mask[i]));
          for (const Type of types) {
            const values = mask.map((_, i) => (Type === BigInt64Array ? BigInt(i) : i));
            const column = ak.fromTypedArray(
              (Type as unknown as { from(a: unknown[]): TypedArray }).from(values),
            );
            expect(column.filter(keep).toList()).toEqual(values.filter((_, i) => mask[i]));
          }
        });
      }),
    );
  });

  it("compaction keeps the order over many elements", () => {
    const n = 1003;
    const values = Array.from({ length: n }, (_, i) => i);
    for (const keep of [1, 2, 3, 7, 64]) {
      const mask = ak.fromIter(values.map((i) => i % keep === 0));
      for (const Type of [Uint8Array, Uint16Array, Float32Array, Float64Array]) {
        const kept = ak.fromTypedArray(Type.from(values)).filter(mask).toTypedArray();
        const expected = Type.from(values).filter((_, i) => i % keep === 0);
        expect(kept.length).toBe(expected.length);
        expect(kept.findIndex((one, i) => one !== expected[i])).toBe(-1);
      }
    }
  });
});

describe("lazy columns", () => {
  function lazyRecord(): { record: ak.Array; loads: string[] } {
    const loads: string[] = [];
    const column = (name: string, array: ak.Array): ak.Layout =>
      lazy(
        array.length,
        () => array.heldColumns(),
        () => {
          loads.push(name);
          return array.layout;
        },
      );
    const contents = [
      column("x", x),
      column("n", ak.fromIter([1, 2, 3, 4])),
      column("unused", ak.fromIter([1, 2, 3, 4])),
    ];
    const layout: ak.Layout = { kind: "record", fields: ["x", "n", "unused"], contents, length: 4 };
    return { record: new ak.Array(layout), loads };
  }

  it("stay unread through slice, filter, take and zip with depthLimit 1", () => {
    const { record, loads } = lazyRecord();
    const mask = ak.fromIter([true, false, true]);
    const part = record.slice(1).filter(mask).take([1, 0]);
    const more = ak.zip({ a: part.field("x"), b: part.field("unused") }, { depthLimit: 1 });
    expect(loads).toEqual([]);
    expect(part.field("n").toList()).toEqual([4, 2]);
    expect(loads).toEqual(["n"]);
    expect(more.field("a").toList()).toEqual([[5, 6], []]);
    expect(loads).toEqual(["n", "x"]);
  });

  it("are made again when what they had made was freed with an inner scope", () => {
    scope(() => {
      const part = lazyRecord().record.filter(ak.fromIter([true, true, false, false]));
      const field = part.field("x");
      expect(scope(() => ak.sum(field))).toBe(6);
      expect(field.toList()).toEqual([[1, 2, 3], []]);
      expect(scope(() => part.field("x")).toList()).toEqual([[1, 2, 3], []]);
    });
  });

  it("survive the scope they were filtered in", () => {
    const part = scope(() => lazyRecord().record.filter(ak.fromIter([false, false, true, true])));
    expect(part.toList()).toEqual([
      { x: [4], n: 3, unused: 3 },
      { x: [5, 6], n: 4, unused: 4 },
    ]);
  });
});

describe("slice along an axis", () => {
  it("is a Python slice of each list", () => {
    expect(ak.slice(x, { axis: 1, stop: 2 }).toList()).toEqual([[1, 2], [], [4], [5, 6]]);
    expect(ak.slice(x, { axis: 1, start: 1 }).toList()).toEqual([[2, 3], [], [], [6]]);
    expect(ak.slice(x, { axis: 1, step: -1 }).toList()).toEqual([[3, 2, 1], [], [4], [6, 5]]);
    expect(ak.slice(x, { axis: -1, start: -1 }).toList()).toEqual([[3], [], [4], [6]]);
    expect(ak.slice(x, { step: 2 }).toList()).toEqual([[1, 2, 3], [4]]);
    expect(() => ak.slice(x, { axis: 1, step: 0 })).toThrow("cannot be 0");
    expect(() => ak.slice(x, { axis: 2 })).toThrow("axis=2 exceeds the depth");
    expect(() => ak.slice(x, { axis: 1, stop: 1.5 })).toThrow("1.5 is no bound");
  });

  it("shares the content where nothing is left out", () => {
    const [from, to] = [x.layout, ak.slice(x, { axis: 1, stop: 3 }).layout] as ak.ListLayout[];
    expect((to.content as ak.FlatLayout).data.address).toBe(
      (from.content as ak.FlatLayout).data.address,
    );
  });

  it("cuts records without touching the fields that are not used", () => {
    const records = ak.zip({ a: x, b: ak.multiply(x, 10) });
    const first = ak.slice(records, { axis: 1, stop: 1 });
    expect(first.type).toBe("4 * var * {a: float64, b: float64}");
    expect(first.field("b").toList()).toEqual([[10], [], [40], [50]]);
    expect(first.slice(2).toList()).toEqual([[{ a: 4, b: 40 }], [{ a: 5, b: 50 }]]);
    expect(ak.slice(first, { axis: 1, stop: 1 }).toList()).toEqual(first.toList());
    expect((ak.get(first, {}, "a") as ak.Array).toList()).toEqual([[1], [], [4], [5]]);
    expect(
      first
        .filter(ak.fromIter([true, true, false, false]))
        .field("a")
        .toList(),
    ).toEqual([[1], []]);
  });

  it("is Array.slice for any bounds", () => {
    const bound = fc.integer({ min: -25, max: 25 });
    fc.assert(
      fc.property(jaggedNumbers, bound, bound, (lists, start, stop) => {
        scope(() => {
          const cut = ak.slice(ak.fromIter(lists), { axis: 1, start, stop }).toList();
          expect(cut).toEqual(lists.map((list) => list.slice(start, stop)));
        });
      }),
    );
  });
});

describe("get", () => {
  it("takes positions, ranges, masks and names, one axis after another", () => {
    expect(String(ak.get(x, 2))).toContain("[4]");
    expect(ak.get(x, -1, 0)).toBe(5);
    expect((ak.get(x.take([0, 3]), {}, 1) as ak.Array).toList()).toEqual([2, 6]);
    expect((ak.get(x, { start: 2 }, { stop: 1 }) as ak.Array).toList()).toEqual([[4], [5]]);
    expect(ak.get(x, [3, 0]).toList()).toEqual([
      [5, 6],
      [1, 2, 3],
    ]);
    const first = ak.get(x, ak.fromIter([true, false, false, true]), 0) as ak.Array;
    expect(first.toList()).toEqual([1, 5]);
    const records = ak.zip({ a: x, b: ak.multiply(x, 10) });
    expect((ak.get(records, "b", 0) as ak.Array).toList()).toEqual([10, 20, 30]);
    expect(ak.get(records, ["b"]).type).toBe("4 * var * {b: float64}");
    expect((ak.get(records, 3, 1) as ak.Record).b).toBe(60);
  });

  it("takes a jagged mask, as x[x > 3]", () => {
    expect(ak.get(x, ak.greater(x, 2)).toList()).toEqual([[3], [], [4], [5, 6]]);
    const later = x.slice(2);
    expect(ak.get(later, ak.less(later, 6)).toList()).toEqual([[4], [5]]);
    const records = ak.zip({ a: x });
    expect(ak.get(records, ak.equal(x, 6)).field("a").toList()).toEqual([[], [], [], [6]]);
    // A mask of shorter lists picks among the first of each, as in Awkward.
    const first = ak.greater(ak.slice(x, { axis: 1, stop: 1 }), 1);
    expect(ak.get(x, first).toList()).toEqual([[], [], [4], [5]]);
  });

  it("says what is not there or not supported", () => {
    expect(() => ak.get(x, 4)).toThrow("no element 4");
    expect(() => ak.get(x, {}, 0)).toThrow("no element 0 in list 1, which has 0 elements");
    expect(() => ak.get(x, {}, [0])).toThrow("no element 0 in list 1");
    expect(() => ak.get(x, ak.fromIter([[0n], [], [1n], []]))).toThrow(
      "a position is not in list 2, which has 1 elements",
    );
    expect(() => ak.get(x, ak.fromIter([[0n], []]))).toThrow("2 lists of positions do not fit 4");
    expect(() => ak.get(x, ak.fromIter([0.5]))).toThrow("integers or bools, not float64");
    expect(() => ak.get(x, 0, 0, 0)).toThrow();
    expect(() => ak.get(x, "a")).toThrow('no field "a"');
  });
});

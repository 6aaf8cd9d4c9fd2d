import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";

const strings = new ak.Array(
  ak.fromBuffers(
    {
      class: "ListOffsetArray",
      offsets: "i32",
      content: {
        class: "NumpyArray",
        primitive: "uint8",
        parameters: { __array__: "char" },
        form_key: "c",
      },
      parameters: { __array__: "string" },
      form_key: "s",
    },
    3,
    {
      "s-offsets": Int32Array.of(0, 1, 1, 4),
      "c-data": new TextEncoder().encode("abcd"),
    },
  ).layout,
);

describe("where", () => {
  const x = ak.fromIter([[1, 2], [], [3]]);

  it("chooses numbers, lists, and values of different types", () => {
    expect(ak.where(ak.greater(x, 1), x, 0).toList()).toEqual([[0, 2], [], [3]]);
    const mask = ak.fromIter([true, false, false]);
    expect(ak.where(mask, x, ak.fromIter([[7], [8], [9]])).toList()).toEqual([[1, 2], [8], [9]]);
    const mixed = ak.where(mask, ak.fromIter([1, 2, 3]), strings);
    expect(mixed.type).toBe("3 * union[float64, string]");
    expect(mixed.toList()).toEqual([1, "", "bcd"]);
    expect(ak.where(mask, true, ak.fromTypedArray(Int8Array.of(1, 2, 3))).type).toBe("3 * int8");
    const apart = ak.where(mask, true, ak.fromIter([1, 2, 3]), { mergebool: false });
    expect(apart.type).toBe("3 * union[bool, float64]");
  });

  it("takes a text for each element", () => {
    const jagged = ak.fromIter([[true, false], [], [true]]);
    expect(ak.where(jagged, "yes", "no").toList()).toEqual([["yes", "no"], [], ["yes"]]);
    expect(ak.where(jagged, strings, "no").toList()).toEqual([["a", "no"], [], ["bcd"]]);
    const some = ak.where(ak.fromIter([true, null, false]), "yes", 0);
    expect(some.toList()).toEqual(["yes", null, 0n]);
  });

  it("is missing where the condition or what it selects is", () => {
    const some = ak.fromIter([null, 1, 2]);
    expect(ak.where(ak.fromIter([true, false, true]), some, 0).toList()).toEqual([null, 0, 2]);
    expect(ak.where(ak.fromIter([true, null, false]), 1, some).toList()).toEqual([1, null, 2]);
  });

  it("alone gives positions", () => {
    const positions = ak.where(ak.fromIter([0, 2, 0, 3]));
    expect(positions.map((one) => one.toList())).toEqual([[1n, 3n]]);
    expect(
      ak
        .where(
          ak.fromIter([
            [0, 1],
            [1, 1],
          ]),
        )
        .map((one) => one.toList()),
    ).toEqual([
      [0n, 1n, 1n],
      [1n, 0n, 1n],
    ]);
    expect(() => ak.where(x)).toThrow("list 0 has 2 elements, list 1 has 0");
  });

  it("is the conditional operator", () => {
    fc.assert(
      fc.property(jaggedNumbers, (lists) => {
        const array = ak.fromIter(lists);
        const chosen = ak.where(ak.less(array, 0), ak.negative(array), array);
        expect(chosen.toList()).toEqual(lists.map((list) => list.map((y) => (y < 0 ? -y : y))));
      }),
    );
  });
});

describe("fullLike, onesLike, zerosLike, valuesAstype", () => {
  it("keep the structure", () => {
    const x = ak.fromIter([[1.5, null], null]);
    expect(ak.onesLike(x).toList()).toEqual([[1, null], null]);
    expect(ak.zerosLike(x, { dtype: "int32" }).type).toBe("2 * option[var * ?int32]");
    expect(ak.fullLike(ak.fromIter([true]), 2).toList()).toEqual([true]);
    expect(ak.fullLike(strings, ak.float(7)).toList()).toEqual(["7.0", "7.0", "7.0"]);
    expect(ak.zerosLike(strings).toList()).toEqual(["", "", ""]);
    expect(ak.onesLike(strings, { dtype: "uint8" }).type).toBe("3 * uint8");
    expect(() => ak.fullLike(x, 300, { dtype: "int8" })).toThrow("300 is out of bounds for int8");
    expect(ak.valuesAstype(x, "int8").toList()).toEqual([[1, null], null]);
    expect(ak.valuesAstype(ak.fromIter([-1]), "uint64").toList()).toEqual([2n ** 64n - 1n]);
    expect(() => ak.valuesAstype(x, "float16" as never)).toThrow("there are no columns of float16");
  });
});

describe("nanToNum, round, clip, isClose", () => {
  it("follow NumPy", () => {
    const x = ak.fromIter([
      [NaN, Infinity],
      [-Infinity, 2.5],
    ]);
    expect(ak.nanToNum(x).toList()).toEqual([
      [0, Number.MAX_VALUE],
      [-Number.MAX_VALUE, 2.5],
    ]);
    expect(ak.nanToNum(x, { nan: ak.fromIter([1, 2]), posinf: 9, neginf: null }).toList()).toEqual([
      [1, 9],
      [-Number.MAX_VALUE, 2.5],
    ]);
    expect(ak.round(ak.fromIter([0.125, 2.5, -0.5]), { decimals: 2 }).toList()).toEqual([
      0.12, 2.5, -0.5,
    ]);
    expect(ak.round(ak.fromIter([15n, 25n]), { decimals: -1 }).toList()).toEqual([20n, 20n]);
    expect(ak.clip(ak.fromIter([-1, 0.5, 3, NaN]), 0, 1).toList()).toEqual([0, 0.5, 1, NaN]);
    expect(ak.clip(ak.fromTypedArray(Uint8Array.of(0, 200)), -5, 300).toList()).toEqual([0, 200]);
    expect(() => ak.clip(ak.fromIter([[1], []]), 0, 1)).toThrow("clip takes regular arrays");
    expect(ak.isClose(ak.fromIter([1, 1.1, NaN]), 1.000001).toList()).toEqual([true, false, false]);
    expect(ak.isClose(x, x, { equalNan: true }).toList()).toEqual([
      [true, true],
      [true, true],
    ]);
  });
});

describe("arrayEqual, almostEqual", () => {
  const x = ak.fromIter([[1, NaN], [], [3]]);

  it("look at types and values", () => {
    expect(ak.arrayEqual(x, x)).toBe(false);
    expect(ak.arrayEqual(x, x, { equalNan: true })).toBe(true);
    const y = ak.fromIter([[1], [2, 3]]);
    expect(ak.arrayEqual(y, ak.fromIter([[1], [2, 3]]))).toBe(true);
    expect(ak.arrayEqual(y, ak.fromIter([[1, 2], [3]]))).toBe(false);
    expect(ak.arrayEqual(y, ak.valuesAstype(y, "float32"))).toBe(false);
    expect(ak.arrayEqual(y, ak.valuesAstype(y, "float32"), { dtypeExact: false })).toBe(true);
    expect(ak.almostEqual(y, ak.multiply(y, 1 + 1e-6))).toBe(true);
    expect(ak.almostEqual(y, ak.multiply(y, 1 + 1e-4))).toBe(false);
    expect(ak.almostEqual(strings, strings)).toBe(true);
    expect(ak.arrayEqual(ak.zip({ a: y }), ak.zip({ b: y }))).toBe(false);
  });
});

describe("broadcastArrays", () => {
  it("brings arrays to one nesting", () => {
    const [a, b, c] = ak.broadcastArrays([ak.fromIter([1, 2]), ak.fromIter([[3, 4], []]), 5]);
    expect([a, b, c].map((one) => one.toList())).toEqual([
      [[1, 1], []],
      [[3, 4], []],
      [[5n, 5n], []],
    ]);
    const lengths = ak.broadcastArrays([ak.fromIter([7]), ak.fromIter([[3, 4], []])], {
      depthLimit: 1,
    });
    expect(lengths.map((one) => one.toList())).toEqual([
      [7, 7],
      [[3, 4], []],
    ]);
    expect(() =>
      ak.broadcastArrays([ak.fromIter([[1, 2]]), ak.fromIter([[3]]), ak.fromIter([[1]])]),
    ).toThrow("list 0 has 2 elements in argument 0 and 1 in argument 1");
  });
});

describe("memory", () => {
  it("is as before after each operation", () => {
    const x = ak.fromIter([[1, NaN, 3], [], [4, 5]]);
    const some = ak.fromIter([[1, null], null, [2]]);
    const mask = ak.fromIter([true, false, true]);
    const regular = ak.fromIter([1, 2, 3]);
    const operations: (() => unknown)[] = [
      () => ak.where(mask, x, some),
      () => ak.where(ak.greater(some, 1), some, 0),
      () => ak.where(mask, x, strings),
      () => ak.where(regular),
      () => ak.mask(x, ak.greater(x, 1)),
      () => ak.fillNone(some, 0),
      () => ak.fillNone(some, "x", { axis: null }),
      () => ak.isNone(some, { axis: 1 }),
      () => ak.dropNone(some),
      () => ak.nanToNone(x),
      () => ak.nanToNum(x, { nan: regular }),
      () => ak.fullLike(strings, 1),
      () => ak.zerosLike(some),
      () => ak.valuesAstype(x, "int8"),
      () => ak.round(x, { decimals: 1 }),
      () => ak.clip(regular, 0, 2),
      () => ak.isClose(x, 1),
      () => ak.arrayEqual(some, some),
      () => ak.almostEqual(x, x),
      () => ak.broadcastArrays([x, regular, 1]),
      () => ak.equal(strings, "a"),
      () => ak.power(x, regular),
      () => ak.divmod(x, 2),
      () => ak.spacing(x),
      () => ak.ldexp(x, 3),
    ];
    for (const operation of operations) {
      const before = memoryUsage();
      for (let i = 0; i < 20; i++) scope(() => void operation());
      // What is returned without a scope is freed by its owner, and nothing else is left.
      for (const result of [scope(operation)].flat())
        if (result instanceof ak.Array) result.dispose();
      const after = memoryUsage();
      expect([operation.toString(), after.usedBytes]).toEqual([
        operation.toString(),
        before.usedBytes,
      ]);
    }
    expect(x.toList()[2]).toEqual([4, 5]);
    expect(some.toList()).toEqual([[1, null], null, [2]]);
    expect(strings.toList()).toEqual(["a", "", "bcd"]);
  });
});

describe("broadcastParametersRule", () => {
  const lists = (label: string): ak.Array => {
    const { layout } = ak.fromIter([[1], [2, 3]]);
    return new ak.Array({ ...(layout as ak.ListLayout), parameters: { label } });
  };

  it("decides what the lists of the results say of themselves", () => {
    const types = (rule: "intersect" | "one_to_one" | "all_or_nothing" | "none", label: string) =>
      ak
        .broadcastArrays([lists("a"), lists(label)], { broadcastParametersRule: rule })
        .map((one) => (one.layout as ak.ListLayout).parameters);
    expect(types("intersect", "a")).toEqual([{ label: "a" }, { label: "a" }]);
    expect(types("intersect", "b")).toEqual([undefined, undefined]);
    expect(types("one_to_one", "b")).toEqual([{ label: "a" }, { label: "b" }]);
    expect(types("all_or_nothing", "a")).toEqual([{ label: "a" }, { label: "a" }]);
    expect(types("none", "a")).toEqual([undefined, undefined]);
    expect(() => ak.broadcastArrays([1], { broadcastParametersRule: "any" as never })).toThrow(
      '"any" is no rule of parameters',
    );
  });
});

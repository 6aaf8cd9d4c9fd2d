import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ak from "../../src/array/index.ts";
import { OverflowError, UsageError } from "../../src/errors.ts";
import { type Column, columnOf } from "../../src/wasm/column.ts";
import type { DType } from "../../src/wasm/dtype.ts";
import { memoryUsage } from "../../src/wasm/memory.ts";
import { scope } from "../../src/wasm/scope.ts";
import { jaggedNumbers } from "./arbitrary.ts";

describe("making and leaving", () => {
  it("takes the integers that some dtype holds", () => {
    const typeOf = (...values: bigint[]): string => ak.fromIter(values).type;
    expect(typeOf(2n ** 63n - 1n, -(2n ** 63n))).toBe("2 * int64");
    expect(typeOf(2n ** 64n - 1n, 0n)).toBe("2 * uint64");
    expect(() => typeOf(2n ** 63n, -1n)).toThrow(/no dtype of integers holds -1 beside/);
    expect(() => typeOf(2n ** 64n)).toThrow(OverflowError);
    expect(() => typeOf(-(2n ** 63n) - 1n)).toThrow(OverflowError);
  });

  it("reads nested values, with Awkward's types", () => {
    const type = (values: Iterable<ak.NestedValue>): string => ak.fromIter(values).type;
    expect(type([1, 2.5])).toBe("2 * float64");
    expect(type([1n, 2n])).toBe("2 * int64");
    expect(type([2n ** 63n])).toBe("1 * uint64");
    expect(type([1n, 2.5])).toBe("2 * float64");
    expect(type([true])).toBe("1 * bool");
    expect(type([[1], []])).toBe("2 * var * float64");
    expect(type([[[1n]], []])).toBe("2 * var * var * int64");
    expect(type([{ x: 1, "y z": [true] }])).toBe('1 * {x: float64, "y z": var * bool}');
    expect(type([1, null])).toBe("2 * ?float64");
    expect(type([[1], null])).toBe("2 * option[var * float64]");
    expect(type([])).toBe("0 * unknown");
    expect(type([[], null])).toBe("2 * option[var * unknown]");
    expect(type([1, [2]])).toBe("2 * union[float64, var * float64]");
    expect(type([1n, true, null])).toBe("3 * union[?int64, ?bool]");
    expect(type([{ x: 1 }, { y: 1n }])).toBe("2 * {x: ?float64, y: ?int64}");
    expect(type(["a", "µ"])).toBe("2 * string");
    expect(type([ak.tuple(1, "a"), ak.tuple(2, "b")])).toBe("2 * (float64, string)");
    expect(() => ak.fromIter([Symbol("a")] as never)).toThrow("a symbol is no element");
  });

  it("gives back what it was made of", () => {
    fc.assert(
      fc.property(jaggedNumbers, (lists) => {
        scope(() => {
          expect(ak.fromIter(lists).toList()).toEqual(lists);
        });
      }),
    );
    const records = [
      { x: [1, 2], y: { z: true } },
      { x: [], y: { z: false } },
    ];
    expect(ak.fromIter(records).toList()).toEqual(records);
    expect(ak.fromIter([1n, null]).toList()).toEqual([1n, null]);
  });

  it("copies typed arrays in and out", () => {
    const values = Int16Array.of(1, -2, 3);
    const made = ak.array(values);
    expect(made.type).toBe("3 * int16");
    expect(made.slice(1).toTypedArray()).toEqual(Int16Array.of(-2, 3));
    expect(ak.fromTypedArray(Uint8Array.of(1, 0), "bool").toList()).toEqual([true, false]);
    expect(() => ak.fromIter([[1]]).toTypedArray()).toThrow("a jagged array is no typed array");
    expect(() => ak.fromIter([{ x: 1 }]).toTypedArray()).toThrow("take one of the fields x");
    expect(() => ak.fromIter([1, null]).toTypedArray()).toThrow("missing values");
  });

  it("refuses Python's operators and brackets, and says what there is instead", () => {
    const jets = ak.fromIter([[{ pt: 30 }], []]);
    const pt = jets.field("pt");
    // As TypeScript's checker would not let it pass.
    const [values, muon] = [pt, (jets.at(0) as ak.Array).at(0)] as unknown as [number, number];
    const python = [() => values > 20, () => values + 1, () => -values, () => muon + muon];
    for (const slip of python) {
      expect(slip).toThrow(UsageError);
      expect(slip).toThrow(/ak\.greater\(a, 30\).*vector\.add/);
    }
    const brackets = jets as unknown as Record<string, unknown>;
    expect(() => brackets[ak.greater(pt, 20) as never]).toThrow("ak.get(array, mask)");
    expect(() => brackets[0]).toThrow("array.at(0), ak.get(array, {}, 0) of each list");
    expect(`${pt}`).toBe("<Array [[30], []] type='2 * var * float64'>");
    // Tuples have fields of such names.
    expect(
      ak
        .fromIter([ak.tuple(1, 2)])
        .field("0")
        .toList(),
    ).toEqual([1]);
    expect((ak.fromIter([ak.tuple(1, 2)]) as unknown as { 1: ak.Array })[1].toList()).toEqual([2]);
  });

  it("shows its ends and its type", () => {
    expect(ak.fromIter([[1, 2], [], [3]]).toString()).toBe(
      "<Array [[1, 2], [], [3]] type='3 * var * float64'>",
    );
    expect(ak.array(Int32Array.from({ length: 99 }, (_, i) => i)).toString()).toBe(
      "<Array [0, 1, 2, 3, 4, 5, 6, ..., 92, 93, 94, 95, 96, 97, 98] type='99 * int32'>",
    );
    expect(ak.fromIter([{ x: 1, y: [true] }, null]).show({ limitRows: 2, type: true })).toBe(
      "type: 2 * ?{\n    x: float64,\n    y: var * bool\n}\n[{x: 1, y: [True]},\n None]",
    );
  });
});

describe("elements", () => {
  const events = ak.fromIter([
    { run: 1n, pt: [10, 20] },
    { run: 2n, pt: [] },
  ]) as ak.RecordArray<"run" | "pt">;

  it("are numbers, lists and records", () => {
    expect(events.run.at(-1)).toBe(2n);
    expect((events.pt.at(0) as ak.Array).toList()).toEqual([10, 20]);
    const first = events.at(0) as ak.Record;
    expect(first.run).toBe(1n);
    expect((first.pt as ak.Array).toList()).toEqual([10, 20]);
    expect(first.toObject()).toEqual({ run: 1n, pt: [10, 20] });
    expect([...events.run]).toEqual([1n, 2n]);
    expect(ak.fromIter([true, null]).at(1)).toBeNull();
    expect(() => events.at(2)).toThrow("no element 2 in an array of 2");
    expect(() => events.field("rum")).toThrow('no field "rum" in this array; did you mean "run"?');
  });
});

describe("zip, withField, flatten and concatenate", () => {
  const x = ak.fromIter([[1, 2], [], [3]]);

  it("zip numbers beside lists, scalars beside all", () => {
    const made = ak.zip({ x, n: ak.fromIter([1n, 2n, 3n]), c: true }, { withName: "Thing" });
    expect(made.type).toBe("3 * var * Thing[x: float64, n: int64, c: bool]");
    expect(made.toList()[0]).toEqual([
      { x: 1, n: 1n, c: true },
      { x: 2, n: 1n, c: true },
    ]);
    expect(made.field("n").toList()).toEqual([[1n, 1n], [], [3n]]);
    expect(ak.fields(made)).toEqual(["x", "n", "c"]);
    expect(() => ak.zip({})).toThrow("at least one field");
    expect(() => ak.zip({ x, y: ak.fromIter([[1], [], [3]]) })).toThrow(
      /list 0 has 2 elements in argument 0 and 1 in argument 1/,
    );
  });

  it("zipNoBroadcast takes lists of the same lengths as they are", () => {
    const lists = ak.fromIter([[1, 2], [], [3]]);
    const zipped = ak.zipNoBroadcast([lists, ak.multiply(lists, 10)]);
    expect(zipped.type).toBe("3 * var * (float64, float64)");
    expect(zipped.toList()).toEqual(ak.zip([lists, ak.multiply(lists, 10)]).toList());
    expect([ak.isTuple(zipped), ak.isTuple(lists)]).toEqual([true, false]);
    expect(ak.isTuple(ak.fromIter([ak.tuple(1, "a")]))).toBe(true);
  });

  it("zip slices of one array, whose offsets begin elsewhere", () => {
    const made = ak.zip({ a: x.slice(1), b: ak.fromIter([[], [7]]) });
    expect(made.toList()).toEqual([[], [{ a: 3, b: 7 }]]);
  });

  it("withField adds and replaces", () => {
    const made = ak.withField(ak.zip({ x }), ak.fromIter([5, 6, 7]), "y");
    expect(made.toList()).toEqual([
      [
        { x: 1, y: 5 },
        { x: 2, y: 5 },
      ],
      [],
      [{ x: 3, y: 7 }],
    ]);
    expect(
      ak
        .withField(made, ak.multiply(made.field("x"), 2), "x")
        .field("x")
        .toList(),
    ).toEqual([[2, 4], [], [6]]);
  });

  it("flatten and concatenate undo cutting", () => {
    fc.assert(
      fc.property(jaggedNumbers, jaggedNumbers, (a, b) => {
        scope(() => {
          const both = ak.concatenate([ak.fromIter(a), ak.fromIter(b)]);
          expect(both.toList()).toEqual([...a, ...b]);
          expect(ak.flatten(both).toList()).toEqual([...a, ...b].flat());
          expect(ak.concatenate([both.slice(a.length), both.slice(0, a.length)]).toList()).toEqual([
            ...b,
            ...a,
          ]);
        });
      }),
    );
    const records = ak.zip({ x });
    expect(ak.concatenate([records, records.slice(2)]).toList()).toEqual([
      ...records.toList(),
      [{ x: 3 }],
    ]);
    expect(ak.concatenate([ak.fromIter([1, null]), ak.fromIter([3])]).toList()).toEqual([
      1,
      null,
      3,
    ]);
    expect(ak.concatenate([x, ak.fromIter([1])]).type).toBe("4 * union[var * float64, float64]");
  });
});

describe("concatenate within lists", () => {
  it("joins list by list, of numbers of any width and of records", () => {
    const dtypes = ["bool", "int16", "int32", "float32", "float64"] as const;
    fc.assert(
      fc.property(jaggedNumbers, fc.constantFrom(...dtypes), fc.nat(3), (lists, dtype, cut) => {
        scope(() => {
          const made = ak.valuesAstype(ak.fromIter([[1, 2], ...lists]), dtype);
          const [a, b] = [made.slice(1), made.slice(0, -1)];
          const theirs = b.toList() as unknown[][];
          const expected = (a.toList() as unknown[][]).map((list, i) => [
            ...list,
            ...theirs[i],
            ...list,
          ]);
          const joined = ak.concatenate([a, b, a], { axis: 1 });
          expect(joined.toList()).toEqual(expected);
          expect(joined.slice(cut).toList()).toEqual(expected.slice(cut));
          const records = ak.concatenate([ak.zip({ x: a }), ak.zip({ x: b })], { axis: -1 });
          const pairs = ak.concatenate([a, b], { axis: 1 }).toList();
          expect(records.field("x").toList()).toEqual(pairs);
        });
      }),
    );
  });
});

describe("concatenate of numbers", () => {
  const dtypes = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"];
  it("promotes any two dtypes as arithmetic does", () => {
    for (const a of [...dtypes, "float32", "float64"] as DType[]) {
      for (const b of [...dtypes, "float32", "float64"] as DType[]) {
        const [x, y] = [a, b].map((dtype) => ak.fromColumn(columnOf(dtype, [0, 1]) as Column));
        const joined = ak.concatenate([x, y]);
        expect(joined.type.slice(4)).toBe(ak.maximum(x, y).type.slice(4));
        expect(joined.toList().map(Number)).toEqual([0, 1, 0, 1]);
      }
    }
  });
});

describe("elementwise functions", () => {
  const x = ak.fromIter([[1, 2], [], [3]]);

  it("broadcast, pass missing values on, and name what differs", () => {
    expect(ak.add(x, ak.fromIter([10, 20, 30])).toList()).toEqual([[11, 12], [], [33]]);
    expect(ak.subtract(1, x).toList()).toEqual([[0, -1], [], [-2]]);
    expect(ak.add(ak.fromIter([1, null, 3]), ak.fromIter([null, 2, 4])).toList()).toEqual([
      null,
      null,
      7,
    ]);
    expect(ak.greater(ak.max(x, { axis: 1 }), 2).toList()).toEqual([false, null, true]);
    expect(ak.add(x, ak.fromIter([[1, null], [], null])).toList()).toEqual([[2, null], [], null]);
    expect(ak.negative(x.slice(2)).toList()).toEqual([[-3]]);
    expect(ak.not(ak.fromIter([true, false])).toList()).toEqual([false, true]);
    expect(() => ak.add(x, ak.fromIter([1, 2]))).toThrow(
      "cannot broadcast arrays of lengths 3 and 2",
    );
    expect(() => ak.add(x, ak.fromIter([[1, 2], [1], [3]]))).toThrow(/list 1 has 0 .* and 1/);
    expect(() => ak.add(x, ak.zip({ x }))).toThrow("cannot broadcast records (x) in add");
    expect(() => ak.add(1, 2)).toThrow("at least one argument must be an array");
    expect(() => ak.add(x, "1" as never)).toThrow("an array or a number is needed, not string");
    expect(() => ak.subtract(ak.fromIter([true]), true)).toThrow(
      "subtract is not defined for bool and true; use xor",
    );
    expect(() => ak.add(ak.array(Int8Array.of(1)), 300)).toThrow("300 is out of bounds for int8");
  });

  it("share the lists' offsets, so that results meet on the fast path", () => {
    const [a, b] = [x.layout, ak.add(x, x).layout] as ak.ListLayout[];
    expect(b.offsets.address).toBe(a.offsets.address);
  });

  it("results outlive the arrays they were made of", () => {
    const y = ak.fromIter([[1], [2, 3]]);
    const z = ak.multiply(y, 2);
    const part = y.slice(1);
    y.dispose();
    expect(z.toList()).toEqual([[2], [4, 6]]);
    expect(part.toList()).toEqual([[2, 3]]);
  });
});

describe("memory", () => {
  it("is as before after every operation in a scope", () => {
    const x = ak.fromIter([[1, 2, 3], [], [4, 5]]);
    const flat = ak.fromIter([1, 2, 3]);
    const mask = ak.fromIter([true, false, true]);
    const records = ak.zip({ x, y: flat });
    const option = ak.fromIter([[1, null], null, [2]]);
    const operations: (() => unknown)[] = [
      () => ak.add(x, flat),
      () => ak.divide(x, 2),
      () => ak.greater(option, 1),
      () => ak.and(mask, false),
      () => ak.sqrt(x),
      () => ak.sum(x, { axis: 1 }),
      () => ak.sum(x, { axis: 0 }),
      () => ak.sum(option),
      () => ak.max(option, { axis: -1 }),
      () => ak.any(x, { axis: 1 }),
      () => ak.num(x),
      () => ak.zip({ x, flat }),
      () => ak.withField(records, 1, "z"),
      () => ak.flatten(x),
      () => ak.flatten(option, { axis: null }),
      () => ak.concatenate([records, records]),
      () => ak.slice(records, { axis: 1, stop: 1 }).toList(),
      () => ak.slice(x, { axis: 1, step: -1 }),
      () => ak.get(x, ak.greater(x, 2)),
      () => ak.get(records, [0, 2], {}),
      () => ak.get(x, 0, 1),
      () => records.filter(mask).toList(),
      () => records.take([0]).toString(),
      () => records.slice(1).at(0),
    ];
    for (const operation of operations) {
      const before = memoryUsage();
      for (let i = 0; i < 20; i++) scope(() => void operation());
      const after = memoryUsage();
      expect([operation.toString(), after.columns, after.usedBytes]).toEqual([
        operation.toString(),
        before.columns,
        before.usedBytes,
      ]);
    }
  });

  it("holds only what is returned when there is no scope", () => {
    const x = ak.fromIter([[1, 2, 3], [], [4, 5]]);
    const before = memoryUsage().columns;
    const results = [
      ak.add(x, ak.fromTypedArray(Float32Array.of(1, 2, 3))),
      ak.sum(x, { axis: 1 }),
      ak.get(x, ak.greater(x, 2)),
      x.filter(ak.fromIter([true, false, true])),
    ];
    for (const result of results) result.dispose();
    // The arguments made in place: a float32 column, the comparison (2 columns), the mask.
    expect(memoryUsage().columns - before).toBe(4);
  });
});

describe("transcendental functions", () => {
  it("work on lists, with NumPy's dtypes", () => {
    const x = ak.fromIter([[0, 1], [], [-1]]);
    expect(ak.exp(ak.multiply(x, 0)).toList()).toEqual([[1, 1], [], [1]]);
    expect(ak.sin(ak.array(Float32Array.of(1))).toTypedArray()).toEqual(
      Float32Array.of(0.8414709848078965),
    );
    expect(ak.log(ak.array(Int32Array.of(1))).type).toBe("1 * float64");
    expect(ak.log1p(ak.array(Int16Array.of(0))).type).toBe("1 * float32");
    expect(ak.arctan2(1, x).toList()).toEqual([
      [Math.PI / 2, Math.PI / 4],
      [],
      [(Math.PI * 3) / 4],
    ]);
    expect(() => ak.cos(ak.array(Int8Array.of(1)))).toThrow("float16");
    for (const name of ["cos", "tan", "sinh", "cosh", "arcsinh"] as const) {
      expect({ ...ak }[name](x).type).toBe("3 * var * float64");
    }
  });
});

import { describe, expect, it } from "vitest";
import { AwkwardArray } from "../../src/array/array.ts";
import * as ak from "../../src/array/index.ts";
import { NotFoundError, ShapeError, UnsupportedError, UsageError } from "../../src/errors.ts";
import { Hist, transform } from "../../src/hist/index.ts";
import { Column, columnFrom, columnOf, memoryUsage, scope } from "../../src/wasm/index.ts";

const list = (values: ArrayLike<number>): number[] => Array.from(values);
const flat = (column: Column): AwkwardArray =>
  new AwkwardArray({ kind: "flat", data: column as Column });
const narrow = (column: unknown): Column => column as Column;

describe("Hist.fill", () => {
  it("puts values into bins, and those outside and NaN into flow bins", () => {
    const hist = Hist.new.reg(4, 0, 2, { name: "x" }).double();
    hist.fill({ x: [0, 0.49, 0.5, 1.99, 2, -0.1, Number.NaN, Number.POSITIVE_INFINITY] });
    expect(list(hist.values())).toEqual([2, 1, 0, 1]);
    expect(list(hist.values({ flow: true }))).toEqual([1, 2, 1, 0, 1, 3]);
    expect(hist.sum()).toBe(4);
    expect(hist.sum({ flow: true })).toBe(8);
  });

  it("closes the range of an axis without overflow, and drops what lies outside", () => {
    const hist = Hist.new.reg(2, 0, 1, { flow: false }).double();
    expect(list(hist.fill([[1, 1.0001, -1, 0.5, Number.NaN]]).values())).toEqual([0, 2]);
  });

  it("keeps values and squares of weights", () => {
    const hist = Hist.new.reg(2, 0, 2, { name: "x" }).weight();
    hist.fill({ x: [0.5, 1.5, 0.6] }, { weight: [2, -3, 0.5] });
    expect(list(hist.values())).toEqual([2.5, -3]);
    expect(list(hist.variances())).toEqual([4.25, 9]);
    expect(hist.sum()).toBe(-0.5);
    expect(hist.sumVariance()).toBe(13.25);
  });

  it("takes arrays whose values might be missing as long as none is, and counts those that are", () => {
    const before = memoryUsage();
    scope(() => {
      const option = (...values: (number | string | null)[]) =>
        ak.fromIter([...values, null]).slice(0, values.length);
      expect(option(1.5).type).toBe("1 * ?float64");
      const hist = Hist.new
        .reg(3, 0, 3, { name: "x" })
        .strCat([], { name: "s", growth: true })
        .weight();
      hist.fill({ x: option(0.5, 2.5), s: option("a", "b") }, { weight: option(2, 3) });
      expect(list(hist.values())).toEqual([2, 0, 0, 0, 0, 3]);
      const missing = () => hist.fill({ x: ak.fromIter([0.5, null, null]), s: "a" });
      expect(missing).toThrow(ShapeError);
      expect(missing).toThrow('axis "x": 2 of 3 entries are missing');
      expect(hist.sum()).toBe(5);
    });
    expect(memoryUsage().columns).toBe(before.columns);
  });

  it("broadcasts one number and one name to all entries", () => {
    const hist = Hist.new.reg(2, 0, 2, { name: "x" }).strCat(["a", "b"], { name: "s" }).weight();
    hist.fill({ x: [0.5, 1.5, 1.5], s: "b" }, { weight: 2 });
    hist.fill({ x: 0.1, s: ["a", "b", "nowhere"] });
    expect(list(hist.values({ flow: true }))).toEqual([0, 0, 0, 1, 3, 1, 0, 4, 0, 0, 0, 0]);
    hist.reset().fill({ x: 0.1, s: "a" }, { weight: [1, 2, 3] });
    expect(hist.sum()).toBe(6);
  });

  it("adds new categories to an axis that grows, in their order", () => {
    const hist = Hist.new
      .strCat([], { name: "s", growth: true })
      .reg(2, 0, 2, { name: "x" })
      .weight();
    hist.fill({ s: ["b", "a", "b"], x: [0.5, 1.5, 0.5] });
    hist.fill({ s: "c", x: [1, 1, 5] }, { weight: 0.5 });
    hist.fill({ s: "d", x: [] });
    expect(hist.axis("s")).toMatchObject({ categories: ["b", "a", "c"] });
    expect(list(hist.values())).toEqual([2, 0, 0, 1, 0, 1]);
    expect(list(hist.slice({ s: "c" }).values({ flow: true }))).toEqual([0, 0, 1, 0.5]);
  });

  it("takes arrays, columns, typed arrays and lists of every dtype alike", () => {
    const numbers = [0, 1, 1, 3, 2, 7];
    const expected = Hist.new.reg(4, 0, 4).double().fill([numbers]);
    const sources = [
      flat(narrow(columnOf("float32", numbers))),
      ...(["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64"] as const).map(
        (dtype) => columnOf(dtype, numbers) as unknown as Column,
      ),
      columnFrom(Float64Array.from([9, ...numbers, 9])).slice(1, 7),
      Float32Array.from(numbers),
      BigInt64Array.from(numbers.map(BigInt)),
      Uint8Array.from(numbers),
      Uint8ClampedArray.from(numbers),
    ];
    for (const source of sources) {
      const weight = source instanceof Column ? source : undefined;
      expect(Hist.new.reg(4, 0, 4).double().fill([source]).equals(expected)).toBe(true);
      const weighted = Hist.new.reg(4, 0, 4).weight().fill([numbers], { weight });
      expect(weighted.sum({ flow: true })).toBe(weight === undefined ? 6 : 14);
    }
  });

  it("fills integer, category and boolean axes", () => {
    const hist = Hist.new
      .int(-1, 2, { name: "n" })
      .intCat([5, 3], { name: "id" })
      .bool({ name: "b" })
      .double();
    hist.fill({ n: [-1, 0, 1, 2], id: [3, 5, 4, 3], b: [true, false, true, true] });
    expect(hist.shapeWithFlow).toEqual([5, 3, 2]);
    expect(hist.sum()).toBe(2);
    expect(hist.project("id").values({ flow: true })).toEqual(Float64Array.of(1, 2, 1));
    expect(hist.project("b").values()).toEqual(Float64Array.of(1, 3));
  });

  it("keeps integers beyond 2^53 and unsigned ones apart from the bins", () => {
    const hist = Hist.new.intCat([3]).double();
    hist.fill([BigUint64Array.of(2n ** 64n - 1n, 3n, 2n ** 32n + 3n)]);
    expect(list(hist.values({ flow: true }))).toEqual([1, 2]);
  });

  it("fills categories far apart and edges without end", () => {
    const far = Hist.new.intCat([-7, 2 ** 40, 5, 123_456]).double();
    far.fill([[5, 2 ** 40, -7, -7, 6, 123_456]]);
    expect(list(far.values({ flow: true }))).toEqual([2, 1, 1, 1, 1]);
    const many = Array.from({ length: 3000 }, (_, i) => i - 1500);
    for (const end of [Number.POSITIVE_INFINITY, 1e9]) {
      const open = Hist.new.variable([-1e9, 0, 1e-3, 1, 2, end]).double().fill([many]);
      expect(list(open.values({ flow: true }))).toEqual([0, 1500, 1, 0, 1, 1498, 0]);
    }
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    const values = Array.from({ length: 3000 }, (_, i) => [inf, nan, -inf, 0, 1, 4][i % 6]);
    const closed = Hist.new.variable([0, 1, 2, 4], { overflow: false }).double().fill([values]);
    expect(list(closed.values({ flow: true }))).toEqual([500, 500, 500, 500]);
  });

  it("tells names of equal length and outer letters apart", () => {
    const names = ["ZmumuZ", "ZeeeeZ", "", "Z", "ZmumuZ", "ZtautZ", ""];
    const hist = Hist.new.strCat(["ZeeeeZ"], { growth: true }).double().fill([names]);
    expect(hist.axes[0]).toMatchObject({ categories: ["ZeeeeZ", "ZmumuZ", "", "Z", "ZtautZ"] });
    expect(list(hist.values())).toEqual([1, 2, 2, 1, 1]);
    expect(() => hist.fill([["a", 3 as never]])).toThrow(/axis 0 is filled with names; entry 1/);
    expect(hist.shape).toEqual([5]);
  });

  it("fills logarithmic and power axes", () => {
    const log = Hist.new
      .log(3, 1, 1000)
      .double()
      .fill([[1, 9.99, 11, 999, 1000, 0, -1]]);
    expect(list(log.values({ flow: true }))).toEqual([1, 2, 1, 1, 2]);
    const power = Hist.new.reg(2, 0, 2, { transform: transform.pow(2) }).double();
    expect(list(power.fill([[1.41, 1.42]]).values())).toEqual([1, 1]);
  });

  it("averages samples in storages of means", () => {
    const hist = Hist.new.reg(1, 0, 1).mean();
    hist.fill([[0.5, 0.5, 0.5]], { sample: [1, 2, 6] });
    expect(list(hist.values())).toEqual([3]);
    expect(hist.variances()[0]).toBeCloseTo(7 / 3, 12);
    const weighted = Hist.new.reg(1, 0, 1).weightedMean();
    weighted.fill([[0.5, 0.5]], { sample: [1, 4], weight: [2, 1] });
    expect(list(weighted.values())).toEqual([2]);
  });

  it("leaves an infinite value in its flow bin when the axis grows", () => {
    const hist = Hist.new.reg(2, 0, 2, { growth: true }).double();
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    hist.fill([[inf, -inf, nan, 3.5, -1.5]]);
    expect(hist.shape).toEqual([6]);
    expect(list(hist.values({ flow: true }))).toEqual([1, 1, 0, 0, 0, 0, 1, 2]);
  });

  it("refuses jagged values and names ak.flatten", () => {
    const jagged = new AwkwardArray({
      kind: "list",
      offsets: columnOf("int32", [0, 2, 2]),
      content: { kind: "flat", data: narrow(columnOf("float64", [1, 2])) },
    });
    const hist = Hist.new.reg(2, 0, 2, { name: "x" }).double();
    expect(() => hist.fill({ x: jagged })).toThrow(ShapeError);
    expect(() => hist.fill({ x: jagged })).toThrow(/axis "x".*ak\.flatten/);
    expect(() => hist.fill({ x: [1] }, { weight: jagged })).toThrow(/weight.*ak\.flatten/);
  });

  it("loads lazy values", () => {
    const data = narrow(columnOf("float64", [0.5, 1.5]));
    const lazy = new AwkwardArray({
      kind: "lazy",
      length: 2,
      load: () => ({ kind: "flat", data }),
      held: () => [data],
      owned: () => [data],
    });
    expect(list(Hist.new.reg(2, 0, 2).double().fill([lazy]).values())).toEqual([1, 1]);
  });

  it("says which lengths differ, which axis is unknown, which is missing", () => {
    const hist = Hist.new.reg(2, 0, 2, { name: "pt" }).reg(2, 0, 2, { name: "eta" }).double();
    expect(() => hist.fill({ pt: [1, 2, 3], eta: [1, 2] })).toThrow(/"pt" has 3.*"eta" has 2/);
    expect(() => hist.fill({ pt: [1], eta: [1] }, { weight: [1, 2] })).toThrow(/1.*weight has 2/);
    expect(() => hist.fill({ pt: [1], etas: [1] })).toThrow(NotFoundError);
    expect(() => hist.fill({ pt: [1], etas: [1] })).toThrow(/did you mean "eta"/);
    expect(() => hist.fill({ pt: [1] })).toThrow(/no values for axis "eta"/);
    expect(() => hist.fill([[1]])).toThrow(/2 axes/);
    expect(hist.sum({ flow: true })).toBe(0);
  });

  it("refuses values of the wrong sort", () => {
    const hist = Hist.new.reg(2, 0, 2, { name: "x" }).strCat(["a"], { name: "s" }).double();
    const wrong =
      (values: unknown): (() => unknown) =>
      () =>
        hist.fill(values as never);
    expect(wrong({ x: ["a"], s: "a" })).toThrow(/axis "x": entry 0 is the text "a"/);
    expect(wrong({ x: [1], s: 3 })).toThrow(/axis "s" is filled with names/);
    expect(wrong({ x: { a: 1 }, s: "a" })).toThrow(UsageError);
    expect(wrong(new Float64Array(2))).toThrow(/by axis name/);
    expect(() =>
      Hist.new
        .int(0, 3)
        .double()
        .fill([Float64Array.of(1)]),
    ).toThrow(/integers/);
    expect(() =>
      Hist.new
        .int(0, 3)
        .double()
        .fill([[0.5]]),
    ).toThrow(/integers/);
    expect(() => hist.fill({ x: 1, s: "a" }, { sample: 1 })).toThrow(/takes no sample/);
    expect(() => Hist.new.reg(1, 0, 1).mean().fill([1])).toThrow(/sample/);
  });

  it("refuses to grow without bounds, and is unchanged then", () => {
    const hist = Hist.new
      .reg(2, 0, 2, { growth: true })
      .double()
      .fill([[1]]);
    expect(() => hist.fill([[5, 1e300]])).toThrow(UnsupportedError);
    expect(() => hist.fill([[5, 1e300]], { weight: 2 })).toThrow(/1e\+300/);
    expect(hist.shape).toEqual([2]);
    expect(hist.varianceKnown).toBe(true);
    expect(hist.sum({ flow: true })).toBe(1);
  });

  it("knows that weights are lost in a Double storage", () => {
    const hist = Hist.new
      .reg(2, 0, 2)
      .double()
      .fill([[1]]);
    expect(list(hist.variances())).toEqual([0, 1]);
    hist.fill([[1]], { weight: 2 });
    expect(hist.varianceKnown).toBe(false);
    expect(() => hist.variances()).toThrow(/\.weight\(\)/);
  });

  it("fills and grows in a scope without dying with it", () => {
    const hist = Hist.new.strCat([], { growth: true }).reg(2, 0, 2).weight();
    for (let chunk = 0; chunk < 20; chunk++) {
      scope(() => {
        hist.fill([`category ${chunk}`, columnOf("float64", [1, 1, 5])]);
      });
    }
    expect(hist.sum()).toBe(40);
    const made = scope(() => Hist.new.strCat([], { growth: true }).double().fill(["a"]));
    expect(made.sum()).toBe(1);
    made.dispose();
  });

  it("leaves no columns behind", () => {
    const hist = Hist.new.reg(5, 0, 1).var([0, 1, 2]).intCat([1, 2]).weight();
    const x = columnFrom(Float64Array.from({ length: 10_000 }, (_, i) => i / 10_000));
    const run = (): unknown =>
      hist.fill([x, x, Int32Array.from({ length: 10_000 })], { weight: x });
    run();
    const before = memoryUsage();
    for (let i = 0; i < 20; i++) run();
    expect(memoryUsage().columns).toBe(before.columns);
    expect(memoryUsage().usedBytes).toBe(before.usedBytes);
  });
});

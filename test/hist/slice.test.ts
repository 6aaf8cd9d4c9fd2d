import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFoundError, UnsupportedError, UsageError } from "../../src/errors.ts";
import {
  at,
  type BinIndex,
  Hist,
  loc,
  overflow,
  pick,
  rebin,
  sum,
  underflow,
} from "../../src/hist/index.ts";

const list = (values: ArrayLike<number>): number[] => Array.from(values);

function example(): Hist {
  const hist = Hist.new
    .reg(4, 0, 4, { name: "x" })
    .strCat(["ggH", "ZZ"], { name: "dataset" })
    .strCat(["nominal", "up"], { name: "variation" })
    .weight();
  hist.fill({ x: [0.5, 1.5, 9], dataset: "ggH", variation: "nominal" });
  hist.fill({ x: [2.5, 3.5, -1], dataset: "ZZ", variation: "up" }, { weight: 2 });
  hist.fill({ x: [0.5], dataset: "other", variation: "up" }, { weight: 4 });
  return hist;
}

describe("Hist.slice", () => {
  it("picks a category by its name and drops the axis", () => {
    const one = example().slice({ dataset: "ggH", variation: "nominal" });
    expect(one.axes.map((axis) => axis.name)).toEqual(["x"]);
    expect(list(one.values({ flow: true }))).toEqual([0, 1, 1, 0, 0, 1]);
    expect(list(example().slice({ dataset: 1, variation: -1 }).variances())).toEqual([0, 0, 4, 4]);
  });

  it("picks flow bins and bins of values", () => {
    const hist = example();
    const spill = hist.slice({ dataset: overflow, variation: "up" });
    expect(list(spill.values())).toEqual([4, 0, 0, 0]);
    const first = hist.slice({ x: loc(0.7), variation: sum });
    expect(list(first.values({ flow: true }))).toEqual([1, 0, 4]);
    expect(hist.slice({ x: underflow, dataset: 1 }).sum()).toBe(2);
    expect(hist.slice({ x: at(-1), dataset: 1 }).sum()).toBe(2);
    expect(hist.slice({ x: loc(0.7, 1), dataset: 0 }).sum()).toBe(1);
  });

  it("sums over an axis with its flow bins", () => {
    const totals = example().slice({ x: sum, variation: sum });
    expect(list(totals.values({ flow: true }))).toEqual([3, 6, 4]);
    expect(example().slice({ x: sum, dataset: sum, variation: sum }).sum()).toBe(13);
  });

  it("cuts a range, and puts what lies outside into the flow bins", () => {
    const hist = example().project("x");
    expect(list(hist.slice([[1, 3]]).values({ flow: true }))).toEqual([7, 1, 2, 3]);
    expect(list(hist.slice([[loc(1), undefined]]).values({ flow: true }))).toEqual([7, 1, 2, 2, 1]);
    expect(list(hist.slice({ x: [undefined, -1] }).values({ flow: true }))).toEqual([
      2, 5, 1, 2, 3,
    ]);
    expect(hist.slice({ x: [1, 3] }).axes[0]).toMatchObject({ bins: 2, start: 1, stop: 3 });
  });

  it("sums over a range without what lies outside", () => {
    const hist = example();
    const part = hist.slice({ x: { start: 0, stop: 2, step: sum } });
    expect(part.project("dataset").values({ flow: true })).toEqual(Float64Array.of(2, 0, 4));
  });

  it("joins bins, leftover ones into overflow", () => {
    const hist = example().project("x");
    expect(list(hist.slice({ x: rebin(2) }).values({ flow: true }))).toEqual([2, 6, 4, 1]);
    expect(list(hist.slice({ x: rebin(3) }).values({ flow: true }))).toEqual([2, 8, 3]);
    const variable = Hist.new
      .variable([0, 1, 3, 7])
      .double()
      .fill([[0.5, 2, 5]]);
    const joined = variable.slice([{ start: 1, step: rebin(2) }]);
    expect(joined.axes[0]).toMatchObject({ edges: [1, 7] });
    expect(list(joined.values({ flow: true }))).toEqual([1, 2, 0]);
  });

  it("cuts categories, the rest into overflow", () => {
    const part = example().slice({ x: sum, variation: sum, dataset: [1, 2] });
    expect(part.axes[0]).toMatchObject({ categories: ["ZZ"] });
    expect(list(part.values({ flow: true }))).toEqual([6, 7]);
  });

  it("names the nearest axis and category, and says which bins there are", () => {
    const hist = example();
    expect(() => hist.slice({ datset: 0 })).toThrow(/did you mean "dataset"/);
    expect(() => hist.slice({ dataset: "gg" })).toThrow(NotFoundError);
    expect(() => hist.slice({ dataset: "ZZZ" })).toThrow(/axis "dataset".*did you mean "ZZ"/);
    expect(() => hist.slice({ x: 4 })).toThrow(/axis "x" has 4 bins/);
    expect(() => hist.slice({ x: 0.5 })).toThrow(/loc\(0.5\)/);
    expect(() => hist.slice({ x: [3, 1] })).toThrow(UsageError);
    expect(() => hist.slice({ x: rebin(5) })).toThrow(UsageError);
    expect(() => hist.slice({ dataset: rebin(2) })).toThrow(UnsupportedError);
    expect(() => hist.slice([1])).toThrow(/3 axes/);
    const open = Hist.new.reg(2, 0, 1, { flow: false }).double();
    expect(() => open.slice([overflow])).toThrow(/no bin behind the last/);
    const circle = Hist.new.reg(4, 0, 4, { circular: true }).double();
    expect(() => circle.slice([[1, 3]])).toThrow(UnsupportedError);
  });

  it("leaves the histogram as it was", () => {
    const hist = example();
    const before = hist.copy();
    hist.slice({ x: [1, 3], dataset: 0 }).fill({ x: 1.5, variation: "up" });
    const same = hist.slice({});
    same.fill({ x: 1, dataset: "ZZ", variation: "up" });
    expect(hist.equals(before)).toBe(true);
    expect(same.equals(before)).toBe(false);
  });
});

describe("a category that does not exist", () => {
  const names = Hist.new
    .strCat(["zz", "ww"], { name: "x" })
    .double()
    .fill([["zz", "q"]]);
  const numbers = Hist.new
    .intCat([1, 5], { name: "x" })
    .double()
    .fill([[1, 7]]);

  it.each([
    [names, "wv", /no category "wv" in axis "x"; did you mean "ww"/],
    [numbers, 7, /no category "7" in axis "x"; known: 1, 5/],
  ])("is not overflow: neither alone nor in a range, in set or in a pick", (hist, value, words) => {
    expect(() => hist.cell([loc(value)])).toThrow(words);
    expect(() => hist.slice([{ start: loc(value), step: sum }])).toThrow(words);
    expect(() => hist.slice([[undefined, loc(value)]])).toThrow(words);
    expect(() => hist.slice([pick([loc(value)])])).toThrow(words);
    expect(() => hist.set([loc(value)], 3)).toThrow(words);
    expect(hist.cell([overflow])).toEqual({ value: 1 });
  });
});

describe("a boolean axis", () => {
  const hist = Hist.new
    .bool({ name: "ok" })
    .double()
    .fill({ ok: [true, true, false] });

  it("is cut to one of its bins, which goes on being filled", () => {
    const yes = hist.slice([[1, undefined]]);
    expect(list(yes.values())).toEqual([2]);
    expect(String(yes)).toContain("Boolean(<True>, name='ok')");
    expect(list(yes.fill({ ok: [true, false, true] }).values())).toEqual([4]);
    const no = hist.slice([[undefined, 1]]);
    expect(list(no.fill({ ok: [true, false, true] }).values())).toEqual([2]);
    expect(list(hist.slice([[0, 2]]).values())).toEqual([1, 2]);
    expect(list(hist.slice([{ start: -1, step: sum }]).values())).toEqual([2]);
    expect(list(hist.integrate("ok", 1).values())).toEqual([2]);
    expect(() => hist.slice([[1, 1]])).toThrow(/no bins/);
  });

  it("that was cut is kept in JSON and bytes, and is whole again in UHI", () => {
    const yes = hist.slice([[1, undefined]]);
    expect(Hist.fromJSON(JSON.parse(JSON.stringify(yes))).equals(yes)).toBe(true);
    expect(Hist.fromBytes(yes.toBytes()).equals(yes)).toBe(true);
    expect(yes.equals(hist.slice([[0, 1]]))).toBe(false);
    expect(list(Hist.fromUhi(yes.toUhi()).values())).toEqual([0, 2]);
  });
});

describe("ranges at the border", () => {
  it.each([
    Hist.new.int(0, 4, { name: "x" }).double(),
    Hist.new.var([0, 1, 2, 3, 4], { name: "x" }).double(),
    // boost-histogram fails on this one, where it makes an axis without bins on the way.
    Hist.new.reg(4, 0, 4, { name: "x" }).double(),
  ])("of a sum may lie in a flow bin", (hist) => {
    hist.fill({ x: [-1, 0, 1, 2, 3, 4, 6] });
    const total = (start?: BinIndex, stop?: BinIndex): number =>
      hist.slice({ x: { start, stop, step: sum } }).sum();
    expect(total(loc(6))).toBe(2);
    expect(total(4)).toBe(2);
    expect(total(undefined, 0)).toBe(1);
    expect(total(loc(-1), loc(0))).toBe(1);
    expect(() => total(4, overflow)).toThrow(/no bins/);
    expect(() => hist.slice({ x: [4, undefined] })).toThrow(/no bins/);
    expect(() => hist.set({ x: [3, 1] }, 5)).toThrow(/backwards/);
    expect(hist.sum({ flow: true })).toBe(7);
  });

  it("do not cut a circular axis, however they are joined", () => {
    const hist = Hist.new.reg(4, 0, 4, { circular: true }).double();
    hist.fill([[0, 1, 1, 2, 3, 5, 6]]);
    expect(() => hist.slice([{ start: 1, stop: 3, step: rebin([1, 1]) }])).toThrow(/circular/);
    expect(() => hist.slice([{ start: 0, stop: 2, step: sum }])).toThrow(/circular/);
    expect(list(hist.slice([rebin([1, 3])]).values({ flow: true }))).toEqual([1, 6, 0]);
  });

  it("of an axis without categories are sorted into none", () => {
    const hist = Hist.new.strCat([], { name: "c", growth: true }).reg(2, 0, 1).double();
    expect(hist.sortCategories("c").equals(hist)).toBe(true);
  });
});

describe("Hist.project", () => {
  it("keeps the named axes in the order asked for", () => {
    const turned = example().project("variation", "x");
    expect(turned.axes.map((axis) => axis.name)).toEqual(["variation", "x"]);
    expect(list(turned.values())).toEqual([1, 1, 0, 0, 4, 0, 2, 2]);
    expect(() => example().project("x", 0)).toThrow(/twice/);
    expect(() => example().project("y")).toThrow(NotFoundError);
  });

  it("is the fill of those axes alone, for whole weights", () => {
    const value = fc.integer({ min: -1, max: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 60 }), (rows) => {
        const [x, y, z] = [0, 1, 2].map((i) => rows.map((row) => row[i]));
        const all = Hist.new.reg(3, 0, 3).int(0, 4).var([0, 1, 3]).double().fill([x, y, z]);
        const two = Hist.new.var([0, 1, 3]).reg(3, 0, 3).double().fill([z, x]);
        expect(all.project(2, 0).equals(two)).toBe(true);
        expect(all.slice([sum, sum, undefined]).equals(two.project(0))).toBe(true);
        for (const each of [all, two]) each.dispose();
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../../src/errors.ts";
import { Hist } from "../../src/hist/index.ts";
import { scope } from "../../src/wasm/index.ts";

const list = (values: ArrayLike<number>): number[] => Array.from(values);

function categories(...names: string[]): Hist {
  const hist = Hist.new
    .strCat([], { name: "s", growth: true })
    .reg(2, 0, 2, { name: "x" })
    .weight();
  for (const [i, s] of names.entries()) hist.fill({ s, x: 0.5 }, { weight: i + 1 });
  return hist;
}

describe("Hist.add", () => {
  it("adds cell by cell", () => {
    const a = Hist.new
      .reg(2, 0, 2)
      .weight()
      .fill([[0.5, 5]], { weight: 2 });
    const b = Hist.new
      .reg(2, 0, 2)
      .weight()
      .fill([[0.5, 1.5]], { weight: 3 });
    const c = a.add(b);
    expect(list(c.values({ flow: true }))).toEqual([0, 5, 3, 2]);
    expect(list(c.variances({ flow: true }))).toEqual([0, 13, 9, 4]);
    expect(a.sum({ flow: true })).toBe(4);
    expect(a.addInPlace(b).equals(c)).toBe(true);
  });

  it("joins categories of axes that grow by their names", () => {
    const sum = categories("a", "b").add(categories("c", "b"));
    expect(sum.axis("s")).toMatchObject({ categories: ["a", "b", "c"] });
    expect(list(sum.values())).toEqual([1, 0, 4, 0, 1, 0]);
    expect(categories("a", "b").add(categories("b")).shape).toEqual([2, 2]);
    expect(list(categories().add(categories("a")).values())).toEqual([1, 0]);
  });

  it("joins integer axes that grow", () => {
    const make = (...x: number[]): Hist => Hist.new.int(0, 0, { growth: true }).double().fill([x]);
    const sum = make(3, 4).add(make(-1));
    expect(sum.axes[0]).toMatchObject({ start: -1, stop: 5 });
    expect(list(sum.values())).toEqual([1, 0, 0, 0, 1, 1]);
  });

  it("outlives the scope in which it grew", () => {
    const total = categories("a");
    scope(() => {
      total.addInPlace(categories("b"));
    });
    expect(total.sum()).toBe(2);
  });

  it("joins means", () => {
    const make = (...sample: number[]): Hist =>
      Hist.new.reg(1, 0, 1).mean().fill([0.5], { sample });
    const joined = make(1, 2).add(make(6, 7, 8));
    expect(joined.values()[0]).toBeCloseTo(4.8, 14);
    expect(joined.variances()[0]).toBeCloseTo(make(1, 2, 6, 7, 8).variances()[0], 13);
    expect(joined.counts()[0]).toBe(5);
  });

  it("keeps the variance of two unweighted histograms, and knows where it is lost", () => {
    const make = (): Hist => Hist.new.reg(1, 0, 1).double();
    const counts = make().fill([[0.5]]);
    expect(list(counts.add(counts).variances())).toEqual([2]);
    expect(counts.add(make().fill([[0.5]], { weight: 2 })).varianceKnown).toBe(false);
  });

  it("refuses other axes and storages with words, and changes nothing", () => {
    const hist = Hist.new
      .reg(2, 0, 2, { name: "x" })
      .weight()
      .fill([[1]]);
    const before = hist.copy();
    const others = [
      Hist.new.reg(3, 0, 2, { name: "x" }).weight(),
      Hist.new.reg(2, 0, 2, { name: "y" }).weight(),
      Hist.new.reg(2, 0, 2, { name: "x", overflow: false }).weight(),
      Hist.new.reg(2, 0, 2, { name: "x" }).double(),
      Hist.new.reg(2, 0, 2, { name: "x" }).bool().weight(),
    ];
    for (const other of others) expect(() => hist.addInPlace(other)).toThrow(ShapeError);
    expect(() => hist.add(others[0])).toThrow(/axis "x" differs/);
    expect(() => hist.add(others[3])).toThrow(/weight and double/);
    expect(hist.equals(before)).toBe(true);
  });

  it("is the fill of all entries, for whole weights in any grouping", () => {
    const entry = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: -1, max: 3 }));
    const chunks = fc.array(fc.array(entry, { maxLength: 10 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(chunks, (parts) => {
        const fill = (rows: [string, number][]): Hist =>
          categories().fill({ s: rows.map(([s]) => s), x: rows.map(([, x]) => x) });
        const merged = parts.map(fill).reduce((a, b) => a.add(b));
        expect(merged.equals(fill(parts.flat()))).toBe(true);
      }),
    );
  });
});

describe("Hist.scale", () => {
  it("scales values, and variances by the square", () => {
    const hist = Hist.new
      .reg(1, 0, 1)
      .weight()
      .fill([[0.5]], { weight: 3 })
      .scale(2);
    expect([hist.sum(), hist.sumVariance()]).toEqual([6, 36]);
    expect(
      Hist.new
        .reg(1, 0, 1)
        .double()
        .fill([[0.5]])
        .scale(2).varianceKnown,
    ).toBe(false);
  });
});

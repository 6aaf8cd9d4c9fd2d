import { describe, expect, it } from "vitest";
import { fromTypedArray } from "../../src/array/index.ts";
import { fromColumns, Hist, regularAxis, Stack, toCsv, toTable } from "../../src/hist/index.ts";

describe("toTable", () => {
  const h = Hist.new.reg(2, 0, 1, { name: "x" }).strCat(["a"], { name: "c" }).weight();
  h.fill({ x: [0.1, 0.7, 2], c: ["a", "a", "b"] }, { weight: [1, 2, 3] });

  it("has a row for each cell, edges or labels and the numbers of the cell", () => {
    expect(toTable(h)).toEqual({
      x_low: Float64Array.of(0, 0.5),
      x_high: Float64Array.of(0.5, 1),
      c: ["a", "a"],
      value: Float64Array.of(1, 2),
      variance: Float64Array.of(1, 4),
    });
    const flow = toTable(h, { flow: true });
    expect(flow.c).toEqual(["a", null, "a", null, "a", null, "a", null]);
    expect(Array.from(flow.x_low)).toEqual([-Infinity, -Infinity, 0, 0, 0.5, 0.5, 1, 1]);
    expect(Array.from(flow.x_high)).toEqual([0, 0, 0.5, 0.5, 1, 1, Infinity, Infinity]);
    expect(Array.from(flow.value)).toEqual([0, 0, 1, 0, 2, 0, 0, 3]);
  });

  it("names axes without a name by their position, and cells that an axis is named as", () => {
    const odd = Hist.new
      .int(3, 5)
      .bool({ name: "value" })
      .double()
      .fill([[4], [true]]);
    expect(toTable(odd)).toEqual({
      axis0: [3, 3, 4, 4],
      value: [false, true, false, true],
      cell_value: Float64Array.of(0, 0, 0, 1),
    });
  });

  it("is written as CSV, texts in quotes where they need them", () => {
    expect(toCsv(h)).toBe("x_low,x_high,c,value,variance\n0,0.5,a,1,1\n0.5,1,a,2,4\n");
    const named = Hist.new.strCat(['a,"b"', ""], { name: "c, d" }).double();
    named.set({}, [Number.NaN, -Infinity]);
    expect(toCsv(named)).toBe('"c, d",value\n"a,""b""",nan\n"",-inf\n');
    expect(toCsv(named, { separator: ";", flow: true })).toContain(";0\n");
  });
});

describe("fromColumns", () => {
  it("makes axes of the categories of columns, and takes axes by their names", () => {
    const columns = {
      name: ["b", "a", "b"],
      k: Int32Array.of(3, 1, 3),
      x: fromTypedArray(Float64Array.of(0.1, 0.6, 0.2)),
      w: [1, 2, 4],
    };
    const x = regularAxis(2, 0, 1, { name: "x" });
    const h = fromColumns(columns, ["name", "k", x], { weight: "w", storage: "weight" });
    expect(h.axes.slice(0, 2)).toMatchObject([{ categories: ["a", "b"] }, { categories: [1, 3] }]);
    expect(h.cell({ name: "b", k: 1, x: 0 })).toEqual({ value: 5, variance: 17 });
    expect(() => fromColumns(columns, ["y"])).toThrow(/name of a column: name, k, x, w/);
    expect(() => fromColumns(columns, [regularAxis(1, 0, 1)])).toThrow(/name of a column/);
    expect(() => fromColumns(columns, ["x"])).toThrow(/neither names nor integers/);
  });
});

describe("Stack", () => {
  const h = Hist.new.strCat(["a", "b"], { name: "c" }).int(0, 2, { name: "n" }).double();
  h.fill({ c: ["a", "b", "b"], n: [0, 1, 1] });

  it("has the histograms of an axis by name and position", () => {
    const stack = h.stack("c");
    expect(stack.length).toBe(2);
    expect([...stack].map(({ name }) => name)).toEqual(["a", "b"]);
    expect(Array.from(stack.get("b").values())).toEqual([0, 2]);
    expect(stack.get(-1)).toBe(stack.get("b"));
    expect(
      stack
        .map((each) => each.multiply(2))
        .get("b")
        .sum(),
    ).toBe(4);
    expect(stack.map((each) => each.multiply(2)).get("b").label).toBe("b");
    expect(() => stack.get("d")).toThrow(/no histogram "d"/);
    expect(() => stack.get(2)).toThrow(/2 histograms/);
    expect(String(stack)).toMatch(/^Stack<\('a', 'b'\) of Hist\(Integer\(0, 2, name='n'\)/);
    expect(h.stack("n").hists.map(({ name }) => name)).toEqual(["0", "1"]);
  });

  it("is made of histograms with the same axes", () => {
    const [a, b] = h.stack("c");
    expect(Stack.fromRecord({ up: a, down: b }).get("down").equals(b)).toBe(true);
    expect(() => new Stack([])).toThrow(/one histogram/);
    expect(() => new Stack([a, h])).toThrow(/same axes/);
  });
});

import { describe, expect, it } from "vitest";
import { UnsupportedError, UsageError } from "../../src/errors.ts";
import * as hist from "../../src/hist/index.ts";
import {
  axisCenters,
  axisEdges,
  axisTraits,
  axisWidths,
  Hist,
  integerAxis,
  regularAxis,
  strCategoryAxis,
  transform,
  variableAxis,
} from "../../src/hist/index.ts";

const list = (values: ArrayLike<number>): number[] => Array.from(values);

describe("axes", () => {
  it("have edges, centers and widths", () => {
    const regular = regularAxis(2, 0, 3);
    expect(list(axisEdges(regular))).toEqual([0, 1.5, 3]);
    expect(list(axisCenters(regular))).toEqual([0.75, 2.25]);
    const variable = variableAxis([0, 1, 4]);
    expect(list(axisWidths(variable))).toEqual([1, 3]);
    expect(list(axisEdges(integerAxis(-1, 1)))).toEqual([-1, 0, 1]);
    expect(list(axisCenters(strCategoryAxis(["a", "b"])))).toEqual([0.5, 1.5]);
    expect(list(axisEdges(regularAxis(2, 0, 4, { transform: transform.sqrt })))).toEqual([0, 1, 4]);
  });

  it("of a circular variable axis have its own edges, where boost-histogram 1.8.1 has not", () => {
    const axis = variableAxis([0, 0.3, 1.7, 2], { circular: true });
    expect(list(axisEdges(axis))).toEqual([0, 0.3, 1.7, 2]);
    expect(axisTraits(axis)).toMatchObject({ underflow: false, overflow: true, circular: true });
  });

  it("have the label of their name where none is given", () => {
    expect(regularAxis(1, 0, 1, { name: "pt" }).label).toBe("pt");
  });

  it("refuse what makes no sense, with the reason", () => {
    expect(() => regularAxis(0, 0, 1)).toThrow(/1 or more bins/);
    expect(() => regularAxis(1.5, 0, 1)).toThrow(UsageError);
    expect(() => regularAxis(1, 1, 1)).toThrow(/empty/);
    expect(() => regularAxis(1, 0, Number.POSITIVE_INFINITY)).toThrow(/finite/);
    expect(() => regularAxis(1, -1, 1, { transform: transform.log })).toThrow(/finite/);
    expect(() => regularAxis(1, 0, 1, { growth: true, circular: true })).toThrow(/not both/);
    expect(() => variableAxis([0])).toThrow(/2 or more edges/);
    expect(() => variableAxis([0, 2, 1])).toThrow(/edge 2 is 1, the one before 2/);
    expect(() => variableAxis([0, Number.NaN])).toThrow(/ascend/);
    expect(() => integerAxis(2, 0)).toThrow(UsageError);
    expect(() => strCategoryAxis(["a", "a"])).toThrow(/given twice/);
    expect(() => strCategoryAxis("abc")).toThrow(/list of names/);
  });
});

describe("Hist", () => {
  it("refuses two axes of one name, 33 axes, and more cells than memory", () => {
    const two = Hist.new.reg(1, 0, 1, { name: "x" }).reg(1, 0, 1, { name: "x" });
    expect(() => two.double()).toThrow(/two axes are named "x"/);
    let many = Hist.new.int(0, 1, { flow: false });
    for (let i = 1; i < 32; i++) many = many.int(0, 1, { flow: false });
    expect(many.double().axes.length).toBe(32);
    expect(() => many.bool().double()).toThrow(/at most 32/);
    expect(() => Hist.new.reg(1e5, 0, 1).reg(1e5, 0, 1).double()).toThrow(UnsupportedError);
  });

  it("finds its axes by name and position", () => {
    const h = Hist.new.reg(1, 0, 1, { name: "mass" }).bool().double();
    expect(h.axis("mass")).toBe(h.axis(0));
    expect(() => h.axis("mas")).toThrow(/did you mean "mass"/);
    expect(() => h.axis("")).toThrow();
    expect(() => h.axis(2)).toThrow(/2 axes/);
  });

  it("shows itself as hist does", () => {
    const count = Hist.new
      .reg(1, 0, 1)
      .atomicInt64()
      .fill([[0.5, 0.5, 2]]);
    expect(String(count)).toContain("2 (3 with flow)");
    const h = Hist.new.reg(10, -2, 3, { name: "x", label: "x [m]" }).weight();
    h.fill([[0, 1, 9]], { weight: 2 });
    expect(String(h).split("\n")[0]).toBe(
      "Hist(Regular(10, -2, 3, name='x', label='x [m]'), storage=Weight()) # Sum: " +
        "WeightedSum(value=4, variance=8) (WeightedSum(value=6, variance=12) with flow)",
    );
    const names = Hist.new.strCat(["it's"], { growth: true }).bool().double();
    expect(String(names)).toContain(
      `\n  StrCategory(["it's"], growth=True, label='Axis 0'),\n  Boolean(label='Axis 1'),\n`,
    );
  });

  it("says that it was freed", () => {
    const h = Hist.new.reg(1, 0, 1).double();
    h.dispose();
    expect(() => h.values()).toThrow(/freed/);
  });
});

describe("hepwasm/hist", () => {
  it("exports these names", () => {
    expect(Object.keys(hist).sort()).toEqual([
      "Hist",
      "Stack",
      "allclose",
      "at",
      "axisCenters",
      "axisEdges",
      "axisExtent",
      "axisSize",
      "axisTraits",
      "axisValue",
      "axisWidths",
      "booleanAxis",
      "fromColumns",
      "fromRecord",
      "intCategoryAxis",
      "integerAxis",
      "loc",
      "overflow",
      "pick",
      "readUhi",
      "rebin",
      "regularAxis",
      "strCategoryAxis",
      "sum",
      "systematicBand",
      "toCsv",
      "toRecord",
      "toTable",
      "transform",
      "underflow",
      "variableAxis",
      "writeUhi",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { Hist } from "../../src/hist/index.ts";
import { binErrors, histMarks } from "../../src/plot/index.ts";
import { poissonInterval } from "../../src/plot/poisson.ts";
import { logRange } from "../../src/plot/range.ts";

const edges = Float64Array.of(0, 1, 2, 3, 4);
const binned = (values: number[], variances: number[]) => ({
  edges,
  values: Float64Array.from(values),
  variances: Float64Array.from(variances),
});

describe("binErrors", () => {
  it("has Garwood's interval for counts, scaled or not, and the root of the variance elsewhere", () => {
    const h = binned([-9, 0, 1, 16], [9, 4, 25, 16]);
    const { lower, upper } = binErrors(h, "poisson");
    const garwood = poissonInterval(Float64Array.of(16));
    expect([...lower]).toEqual([3, 2, 5, 16 - garwood.lower[0]]);
    expect([...upper]).toEqual([3, 2, 5, garwood.upper[0] - 16]);
    const scaled = binErrors(binned([8, 8, 8, 8], [4, 4, 4, 4]), "poisson");
    expect(scaled.lower[0]).toBeCloseTo(8 - 0.5 * garwood.lower[0], 12);
    const empty = binErrors(binned([0, 0, 0, 0], [0, 0, 0, 0]), "poisson");
    expect(empty.upper[0]).toBeCloseTo(1.8410216450092636, 14);
  });

  it("refuses a method that is none", () => {
    expect(() => binErrors(binned([1, 1, 1, 1], [1, 1, 1, 1]), "poison" as "poisson")).toThrow(
      /did you mean "poisson"/,
    );
  });

  it("gives bars to bins of weights 1 and -1", () => {
    const hist = Hist.new.reg(4, 0, 4, { name: "x" }).weight();
    hist.set({}, { value: [-9, -4, 16, 25], variance: [9, 4, 16, 25] });
    const points = histMarks(hist, { yerr: true }).find(({ kind }) => kind === "points");
    if (points?.kind !== "points") throw new Error("no bars");
    expect([...points.yLow!].slice(0, 2)).toEqual([3, 2]);
    expect(points.yLow![2]).toBeGreaterThan(3.9);
  });

  it("does not draw the range of a logarithmic axis down to the bounds of such bins", () => {
    const bar = (at: number, low: number, high: number) => ({ from: at, to: at, low, high });
    expect(logRange([[bar(0, 1e-6, 6), bar(1, 10, 20)]], [])[0]).toBeGreaterThan(0.1);
    // That of a single count is shown whole.
    expect(logRange([[bar(0, 0.1727, 3.3)]], [])[0]).toBeLessThan(0.0865);
  });
});

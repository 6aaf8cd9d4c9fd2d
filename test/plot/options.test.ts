import { describe, expect, it } from "vitest";
import { NotFoundError, UsageError } from "../../src/errors.ts";
import { Hist } from "../../src/hist/index.ts";
import * as plot from "../../src/plot/index.ts";

const hist = Hist.new
  .reg(3, 0, 3, { name: "x" })
  .double()
  .fill({ x: [0, 1, 1, 2] });
const plane = Hist.new.reg(3, 0, 3, { name: "x" }).reg(3, 0, 3, { name: "y" }).double();
const stacked = Hist.new.reg(3, 0, 3, { name: "x" }).strCat(["a"], { name: "dataset" }).weight();
const flat = plot.binned(hist, "x");
const rule = (members: object) => [{ marks: [{ kind: "rule", axis: "y", at: 1, ...members }] }];

// What JavaScript lets pass: each is one letter away from what was meant.
const MISSPELT: Readonly<Record<string, () => unknown>> = {
  histtype: () => plot.histplot(hist, { histype: "fill" } as object),
  '"show"': () => plot.histplot(hist, { flow: "shw" } as object),
  '"poisson"': () => plot.histplot(hist, { w2method: "poison" } as object),
  '"yield"': () => plot.histMarks(hist, { sort: "yeld" } as object),
  yerr: () => plot.histMarks(hist, { yer: true } as object),
  '"dotted"': () => plot.histMarks(hist, { line: { dash: "doted" } } as object),
  cmax: () => plot.hist2dplot(plane, { cmx: 1 } as object),
  '"viridis"': () => plot.hist2dplot(plane, { palette: "virids" } as object),
  npoints: () => plot.funcplot((x) => x, [0, 1], { npoint: 10 } as object),
  colors: () => plot.funcMarks((x) => x, [0, 1], { color: "red" } as object),
  comparison: () => plot.stack({ mc: stacked, axis: "x", comparsion: "ratio" } as never),
  '"ratio"': () => plot.stack({ mc: stacked, axis: "x", comparison: "ration" } as never),
  '"pull"': () => plot.comparisonPanel(flat, flat, { comparison: "pul" } as object),
  '"difference"': () => plot.compare(flat, flat, "diference" as "difference"),
  '"sum"': () => plot.binned(hist, "x", { flow: "sums" } as object),
  panels: () => plot.figure({ panel: [], panels: [] } as never),
  range: () => plot.figure({ panels: [], x: { ranges: [0, 1] } } as never),
  legend: () => plot.figure({ panels: [{ marks: [], legends: false }] } as never),
  '"curve"': () => plot.figure({ panels: [{ marks: [{ kind: "curv" }] }] } as never),
  line: () => plot.figure({ panels: rule({ lines: {} }) } as never),
  width: () => plot.figure({ panels: rule({ line: { with: 2 } }) } as never),
  style: () => plot.figure({ panels: [] }, { styl: "CMS" } as object),
  luminosity: () => plot.histplot(hist, { label: { luminosty: 10 } } as object),
};

describe("options of figures", () => {
  it.each(Object.entries(MISSPELT))("suggest %s", (meant, call) => {
    expect(call).toThrow(NotFoundError);
    expect(call).toThrow(
      new RegExp(`did you mean ${meant.startsWith('"') ? meant : `"${meant}"`}`),
    );
  });

  it("are those of the figure's own writing too", async () => {
    const figure = plot.histplot(hist);
    await expect(figure.png({ scal: 1 } as object)).rejects.toThrow(/mean "scale"/);
    await expect(figure.svg({ embedfont: false } as object)).rejects.toThrow(/mean "embedFont"/);
    await expect(figure.save("x.svg", { scal: 1 } as object)).rejects.toThrow(/mean "scale"/);
  });

  it("have numbers that make sense", () => {
    expect(() => plot.histplot(hist, { binwnorm: 0 })).toThrow(UsageError);
    expect(() => plot.hist2dplot(plane, { binwnorm: Number.NaN })).toThrow(UsageError);
    expect(() => plot.histplot(hist, { label: { energy: Number.NaN } })).toThrow(
      /no energy of NaN/,
    );
    expect(() => plot.histplot(hist, "fill" as never)).toThrow(UsageError);
  });
});

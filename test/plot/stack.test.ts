import { describe, expect, it } from "vitest";
import { NotFoundError, ShapeError, UsageError } from "../../src/errors.ts";
import { Hist } from "../../src/hist/index.ts";
import { type ComparisonKind, type StackOptions, stack } from "../../src/plot/index.ts";
import { book, builtIn, datasets, fillBins, GROUPS } from "./dataset.ts";
import { readSvg, svgFaults } from "./svg-check.ts";

interface Drawn {
  readonly _typename: string;
  readonly [member: string]: unknown;
}

const members = (list: unknown): Drawn[] => (list as { arr: Drawn[] }).arr;

/** Objects of the canvas, by class. */
async function drawn(options: Partial<StackOptions>): Promise<Record<string, Drawn[]>> {
  const canvas = await stack({ axis: "mllll", ...options }).canvas();
  const found: Record<string, Drawn[]> = {};
  for (const object of members(canvas.fPrimitives)) {
    found[object._typename] ??= [];
    found[object._typename].push(object);
  }
  return found;
}

const contents = (h: Drawn): number[] => (h.fArray as number[]).slice(1, -1);
const labels = (legend: Drawn): unknown[] =>
  members(legend.fPrimitives).map((entry) => entry.fLabel);

describe("stack", () => {
  it("stacks each category of the dataset axis in its order, nominal only", async () => {
    const { data, mc } = builtIn();
    const { THStack, TGraphAsymmErrors, TLegend } = await drawn({ data, mc });
    const layers = members(THStack[0].fHists);
    expect(layers).toHaveLength(5);
    for (const [i, dataset] of datasets(mc).entries()) {
      const want = mc.slice({ dataset, variation: "nominal" }).values();
      expect(contents(layers[i])).toEqual([...want]);
    }
    expect(labels(TLegend[0])).toEqual([...datasets(mc), "Data", "Stat. Unc."]);
    // The band: sum of contents, sum of squared weights.
    const band = TGraphAsymmErrors[0] as unknown as Record<"fY" | "fEYlow" | "fEYhigh", number[]>;
    const total = mc.slice({ variation: "nominal" }).project("mllll");
    for (let i = 0; i < 34; i++) {
      expect(band.fY[i]).toBeCloseTo(total.values()[i], 12);
      expect(band.fEYlow[i] ** 2).toBeCloseTo(total.variances()[i], 12);
      expect(band.fEYhigh[i]).toBe(band.fEYlow[i]);
    }
  });

  it("takes another variation where asked", async () => {
    const { THStack } = await drawn({ mc: builtIn().mc, variation: "scaleFactorUP" });
    const sums = members(THStack[0].fHists).map((h) => contents(h).reduce((a, b) => a + b));
    expect(sums).toEqual([0, 0, 1000, 0, 0]);
  });

  it("adds categories into groups", async () => {
    const { mc } = builtIn();
    const { THStack, TLegend } = await drawn({ mc, groups: GROUPS });
    const layers = members(THStack[0].fHists);
    expect(labels(TLegend[0])).toEqual([...Object.keys(GROUPS), "Stat. Unc."]);
    const parts = ["Zee", "ttbar_lep"].map((dataset) =>
      mc.slice({ dataset, variation: "nominal" }).values(),
    );
    expect(contents(layers[0])).toEqual([...parts[0]].map((value, i) => value + parts[1][i]));
  });

  it("draws points with Garwood's intervals, and none in empty bins", async () => {
    const { data } = book();
    fillBins(data, undefined, [0, 1, 0, 4]);
    const { TGraphAsymmErrors } = await drawn({ data });
    const [graph] = TGraphAsymmErrors;
    expect(graph.fX).toEqual([87.5, 97.5]);
    expect(graph.fY).toEqual([1, 4]);
    expect((graph.fEYlow as number[])[0]).toBeCloseTo(1 - 0.17275377902345, 12);
    expect((graph.fEYhigh as number[])[1]).toBeCloseTo(3.16275317226094, 12);
  });

  it("names bins and units in its titles", async () => {
    const titles = async (hist: Hist): Promise<unknown[]> => {
      const { TH1D } = await drawn({ data: hist });
      return [TH1D[0].fXaxis, TH1D[0].fYaxis].map((axis) => (axis as Drawn).fTitle);
    };
    const name = "mllll";
    expect(await titles(book().data)).toEqual(["m_{4l} [GeV]", "Events / 5.0 GeV"]);
    expect(await titles(Hist.new.reg(10, 0, 1, { name, label: "x" }).double())).toEqual([
      "x",
      "Events / 0.1",
    ]);
    expect(await titles(Hist.new.reg(10, 0, 10, { name, label: "n" }).double())).toEqual([
      "n",
      "Events",
    ]);
    const variable = Hist.new.var([0, 1, 5], { name, label: "p_{T} [MeV]" }).double();
    expect(await titles(variable)).toEqual(["p_{T} [MeV]", "Events"]);
  });

  it("takes titles, labels, colours and the band as told", async () => {
    const { data, mc } = builtIn();
    const { TH1D, THStack, TLegend, TObjArray } = await drawn({
      data,
      mc,
      groups: GROUPS,
      labels: { "Background ZZ*": "ZZ" },
      colors: ["#f00", "tomato", "lightgrey"],
      dataLabel: "Observed",
      band: false,
      xTitle: "mass",
      yTitle: "count",
    });
    expect(labels(TLegend[0])).toEqual([
      "Background Z, t#bar{t}",
      "ZZ",
      "Signal (m_{H} = 125 GeV)",
      "Observed",
    ]);
    expect(TH1D).toHaveLength(1);
    expect((TH1D[0].fXaxis as Drawn).fTitle).toBe("mass");
    const colors = members(TObjArray[0]).map(({ fRed, fGreen, fBlue }) =>
      [fRed, fGreen, fBlue].map((part) => Math.round(255 * (part as number))),
    );
    expect(colors).toEqual([
      [255, 0, 0],
      [255, 99, 71],
      [211, 211, 211],
    ]);
    expect(members(THStack[0].fHists).map((h) => h.fFillColor)).toEqual([1001, 1002, 1003]);
  });

  it("keeps data and expectation below label and legend", async () => {
    const { data, mc } = book();
    const bins = [...Array(34).keys()];
    // High at both ends: wherever the legend is, something is under it.
    const contents = bins.map((i) => (i > 25 || i < 8 ? 100 : 1));
    fillBins(data, undefined, contents);
    fillBins(mc, "x", contents);
    const label = { experiment: "ATLAS", lines: ["one", "two"] };
    const figure = stack({ data, mc, axis: "mllll", label });
    const { texts, frames } = readSvg(await figure.svg());
    const frame = members((await figure.canvas()).fPrimitives)[1];
    const legend = texts.filter(({ text }) => /^(x|Data|Stat. Unc.)$/.test(text));
    expect(legend).toHaveLength(3);
    const bottom = Math.max(...legend.map(({ y2 }) => y2));
    const [{ y1, y2 }] = frames;
    const highest = y2 - ((110.9 - 0) / (frame.fMaximum as number)) * (y2 - y1);
    expect(highest).toBeGreaterThan(bottom);
  });

  it("moves the legend to the left where the data are at the right", async () => {
    const { data } = book();
    fillBins(
      data,
      undefined,
      [...Array(34).keys()].map((i) => (i > 25 ? 100 : 1)),
    );
    const { texts, frames } = readSvg(await stack({ data, axis: "mllll" }).svg());
    const [{ x1, x2 }] = frames;
    const legend = texts.find(({ text }) => text === "Data")!;
    expect(legend.x2).toBeLessThan((x1 + x2) / 2);
  });

  it("compares data with expectation in a second panel of the same x axis", async () => {
    const { data, mc } = builtIn();
    const compared = async (comparison: ComparisonKind): Promise<string> =>
      stack({ data, mc, axis: "mllll", groups: GROUPS, comparison }).svg();
    for (const kind of ["ratio", "split_ratio", "pull", "difference", "asymmetry"] as const) {
      const svg = await compared(kind);
      expect(svgFaults(svg, { strings: ["Data", "m4l [GeV]"] })).toEqual([]);
      const [main, below] = readSvg(svg).frames;
      expect([below.x1, below.x2]).toEqual([main.x1, main.x2]);
      expect(below.y1).toBeGreaterThan(main.y2);
    }
    const comparisonTitle = "#frac{Data - MC}{#sqrt{#sigma_{Data}^{2} + #sigma_{MC}^{2}}}";
    const tall = stack({ data, mc, axis: "mllll", comparison: "pull", comparisonTitle });
    expect(svgFaults(await tall.svg())).toEqual([]);
    expect(() => stack({ mc, axis: "mllll", comparison: "ratio" })).toThrow(UsageError);
    await expect(compared("efficiency")).rejects.toThrow(/without weights/);
  });

  it("draws a logarithmic axis, styles, and ranges as told", async () => {
    const { data, mc } = builtIn();
    const label = { status: "Open Data", energy: 13, luminosity: 10 };
    const cms = await stack({ data, mc, axis: "mllll", log: true, style: "CMS", label }).svg();
    const strings = ["CMS", "Open Data", "10 fb-1 (13 TeV)"];
    expect(svgFaults(cms, { strings, x: [80, 250] })).toEqual([]);
    const atlas = await stack({ data, mc, axis: "mllll", style: "ATLAS", label }).svg();
    expect(svgFaults(atlas, { strings: ["ATLAS Open Data", "s = 13 TeV, 10 fb-1"] })).toEqual([]);
    const ranged = await stack({ data, mc, axis: "mllll", yRange: [0, 80] }).svg();
    expect(svgFaults(ranged, { y: [0, 80] })).toEqual([]);
    const wrong = { data, axis: "mllll", yRange: [0, 80], log: true } as const;
    expect(() => stack(wrong)).toThrow(/cannot go from 0 to 80 logarithmically/);
    expect(() => stack({ data, axis: "mllll", style: "cms" as "CMS" })).toThrow(/mean "CMS"/);
  });

  it("names the year, and an energy in its own unit, and points beyond the ends where asked", async () => {
    const { data, mc } = builtIn();
    data.fill({ mllll: [400] });
    const label = { energy: "900 GeV", luminosity: 10, year: 2010 };
    const cms = stack({ data, mc, axis: "mllll", style: "CMS", label, flow: "hint" });
    const strings = ["10 fb-1, 2010 (900 GeV)", "►"];
    const svg = await cms.svg({ embedFont: false });
    expect(svgFaults(svg, { strings })).toEqual([]);
    expect(svg).not.toContain("◄");
  });

  it("says what is wrong with its options", () => {
    const { data, mc } = builtIn();
    const axis = "mllll";
    expect(() => stack({ axis })).toThrow(UsageError);
    expect(() => stack({ mc, axis: "mlll" })).toThrow(/did you mean "mllll"/);
    expect(() => stack({ mc, axis: "dataset" })).toThrow(UsageError);
    expect(() => stack({ mc, axis, variation: "up" })).toThrow(NotFoundError);
    expect(() => stack({ mc, axis, stackAxis: "mllll" })).toThrow(UsageError);
    expect(() => stack({ mc, axis, omit: ["zee"] })).toThrow(/did you mean "Zee"/);
    expect(() => stack({ mc, axis, colors: ["red"] })).toThrow(/5 layers and only 1 colours/);
    expect(() => stack({ mc, axis, colors: ["rde", "r", "r", "r", "r"] })).toThrow(/"red"/);
    expect(() => stack({ mc, axis, groups: { a: ["Zee"] } })).toThrow(/in no group/);
    const twice = { a: ["Zee", "llll"], b: ["Zee", "ttbar_lep", "ggH125", "VBFH125"] };
    expect(() => stack({ mc, axis, groups: twice })).toThrow(/more than one group/);
    expect(() => stack({ data: book(17).data, mc, axis })).toThrow(ShapeError);
    expect(() => stack({ data, mc, axis, omit: ["Zee"] })).not.toThrow();
  });
});

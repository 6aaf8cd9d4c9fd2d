import { Hist, type StrCategoryAxis } from "../../src/hist/index.ts";

/** What every figure of a four-lepton mass has. */
const mass = { name: "mllll", label: "m_{4l} [GeV]" };

/** Samples of the built-in figure, and of the published analysis. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  "Background Z, t#bar{t}": ["Zee", "ttbar_lep"],
  "Background ZZ*": ["llll"],
  "Signal (m_{H} = 125 GeV)": ["ggH125", "VBFH125"],
};

/** An empty histogram of data, and one of simulation, as the discovery analysis books them. */
export function book(bins = 34, start = 80, stop = 250): { data: Hist; mc: Hist } {
  return {
    data: Hist.new.reg(bins, start, stop, mass).double(),
    mc: Hist.new
      .reg(bins, start, stop, mass)
      .strCat([], { name: "dataset", growth: true })
      .strCat(["nominal", "scaleFactorUP"], { name: "variation" })
      .weight(),
  };
}

/** Fills so many entries of a weight at the center of each bin of one sample. */
export function fillBins(
  hist: Hist,
  dataset: string | undefined,
  counts: ArrayLike<number>,
  weight = 1,
): void {
  const axis = hist.axis("mllll");
  if (axis.kind !== "regular") throw new Error("a regular axis");
  const width = (axis.stop - axis.start) / axis.bins;
  const values: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    for (let n = 0; n < counts[i]; n++) values.push(axis.start + (i + 0.5) * width);
  }
  if (dataset === undefined) hist.fill({ mllll: values });
  else hist.fill({ mllll: values, dataset, variation: "nominal" }, { weight });
}

/** The categories of the stack, in their order. */
export function datasets(hist: Hist): readonly string[] {
  return (hist.axis("dataset") as StrCategoryAxis).categories;
}

/** A small spectrum with the shape of the discovery plot: a peak, a bump, a plateau. */
export function builtIn(): { data: Hist; mc: Hist } {
  const { data, mc } = book();
  const bins = [...Array(34).keys()];
  const peak = (i: number, at: number, height: number): number =>
    Math.max(0, Math.round(height / (1 + (i - at) * (i - at) * 2)));
  fillBins(
    mc,
    "Zee",
    bins.map((i) => 8 + peak(i, 7, 40)),
    0.17,
  );
  fillBins(
    mc,
    "ttbar_lep",
    bins.map((i) => 4 + (i % 3)),
    0.21,
  );
  fillBins(
    mc,
    "llll",
    bins.map((i) => 40 + peak(i, 2, 380) + (i > 19 ? 90 : 0)),
    0.05,
  );
  fillBins(
    mc,
    "ggH125",
    bins.map((i) => peak(i, 8, 130)),
    0.03,
  );
  fillBins(
    mc,
    "VBFH125",
    bins.map((i) => peak(i, 8, 60)),
    0.01,
  );
  mc.fill({ mllll: [100], dataset: "llll", variation: "scaleFactorUP" }, { weight: 1000 });
  fillBins(
    data,
    undefined,
    bins.map((i) => ((i * 7) % 5) + 4 + peak(i, 2, 32) + peak(i, 8, 14)),
  );
  return { data, mc };
}

// A configuration with its inputs, made in memory: histograms and ntuples, so that tests run in pages too.
import { Hist } from "../../src/hist/index.ts";
import { toRecord } from "../../src/hist/record.ts";
import { blobSink, recreateRoot } from "../../src/root/index.ts";

/** Collected from histograms; lines count from 1 at "General". */
export const histogramConfig = `General:
  Measurement: "small"
  POI: "mu"
  InputPath: "h.root:{RegionPath}/{SamplePath}{VariationPath}"
  HistogramFolder: "unused/"
Regions:
  - Name: "SR"
    RegionPath: "sr"
  - Name: "CR one bin"
    RegionPath: "cr"
Samples:
  - Name: "Data"
    SamplePath: "data"
    Data: True
  - Name: "Signal"
    SamplePath: "sig"
    Regions: "SR"
  - Name: "Background"
    SamplePath: "bkg"
Systematics:
  - Name: "Shape"
    Type: "NormPlusShape"
    Up: {VariationPath: "_up"}
    Down: {VariationPath: "_down"}
    Samples: ["Background"]
  - Name: "Mirror"
    Type: "NormPlusShape"
    Up: {VariationPath: "_up"}
    Down: {Symmetrize: True}
    Samples: "Background"
    Regions: "SR"
    Smoothing:
      Algorithm: "353QH, twice"
  - Name: "Lumi"
    Type: "Normalization"
    Up: {Normalization: 0.05}
    Down: {Normalization: -0.04}
NormFactors:
  - Name: "mu"
    Samples: "Signal"
    Nominal: 1
    Bounds: [-5, 10]
`;

export const yields: Readonly<Record<string, readonly number[]>> = {
  "sr/data": [12, 8, 5, 4],
  "sr/sig": [1, 2, 3, 0],
  "sr/bkg": [10, 7, 4, 2],
  "sr/bkg_up": [12, 8, 4, 1],
  "sr/bkg_down": [8.5, 6, 4, 2.5],
  "cr/data": [103],
  "cr/bkg": [100],
  "cr/bkg_up": [110],
  "cr/bkg_down": [95],
};

/** The file of the configuration's histograms, with some replaced, or left out (undefined). */
export async function histogramFile(
  changes: Readonly<Record<string, readonly number[] | Hist | undefined>> = {},
): Promise<Blob> {
  const sink = blobSink("h.root");
  const file = await recreateRoot(sink);
  for (const [name, values] of Object.entries({ ...yields, ...changes })) {
    if (values === undefined) continue;
    const made = values instanceof Hist ? values : histogramOf(values);
    await file.set(name, toRecord(made, { name: name.replace(/^.*\//, "") }));
  }
  await file.close();
  return sink.blob();
}

/** Bins of width 1 from 0, uncertainties as of the tenth of so many events. */
export function histogramOf(values: readonly number[], width = 1): Hist {
  const hist = Hist.new.reg(values.length, 0, values.length * width).weight();
  return hist.set({}, { value: values, variance: values.map((value) => value / 10) });
}

/** Filled from ntuples. */
export const ntupleConfig = `General:
  Measurement: "filled"
  InputPath: "{SamplePath}"
  HistogramFolder: "unused/"
Regions:
  - Name: "SR"
    Variable: "pt / 1000"
    Binning: [0, 10, 20, 40]
    Filter: "charge > 0"
Samples:
  - Name: "Data"
    SamplePath: "n.root"
    Tree: "data"
    Data: True
  - Name: "MC"
    SamplePath: ["n.root", "more.root"]
    Tree: "mc"
    Weight: "w * 2"
Systematics:
  - Name: "Scale"
    Type: "NormPlusShape"
    Up: {Variable: "pt * 1.1 / 1000"}
    Down: {Weight: "0.5", Filter: "charge < 0"}
NormFactors:
  - Name: "mu"
    Samples: "MC"
`;

export const events = {
  pt: [5000, 15000, 19000, 25000, 45000, 9500, 39000],
  charge: [1, 1, 1, -1, 1, -1, 1],
  w: [1, 0.5, 2, 1, 1, 3, 0.25],
};

export async function ntupleFile(): Promise<Blob> {
  const sink = blobSink("n.root");
  const file = await recreateRoot(sink);
  const types = { pt: "float64", charge: "int32", w: "float64" } as const;
  const columns = {
    pt: Float64Array.from(events.pt),
    charge: Int32Array.from(events.charge),
    w: Float64Array.from(events.w),
  };
  for (const name of ["data", "mc"]) {
    const tree = file.mktree(name, types);
    await tree.extend(columns);
  }
  file.mktree("empty", types);
  await file.close();
  return sink.blob();
}

/* What fits leave behind, made up: as figures take it. */

import { exp } from "../../../src/math/elementary.ts";
import type { GridModel, TemplateVariations } from "../../../src/plot/index.ts";
import type {
  FitResults,
  LimitResults,
  ModelPrediction,
  RankingResults,
  ScanResults,
} from "../../../src/templates/results.ts";

const EDGES = Float64Array.from({ length: 18 }, (_, i) => 80 + 10 * i);
/** Expected events of the four-lepton channel in bins of 10 GeV, about as published. */
const FOUR_LEPTONS = {
  "Background Z, ttbar": [2, 3, 5, 12, 22, 15, 12, 10, 9, 8, 7, 6, 4, 4, 4, 3, 3],
  "Background ZZ*": [27, 35, 4, 3, 3, 4, 3, 5, 6, 6, 11, 19, 22, 21, 19, 17, 15],
  Signal: [0, 0, 0.1, 0.3, 7, 3, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
};
const OBSERVED = [34, 47, 11, 13, 33, 21, 20, 17, 17, 12, 26, 24, 26, 22, 15, 21, 17];
const CONTROL = { "Background Z, ttbar": [400, 60, 9, 0.8], "Background ZZ*": [20, 8, 3, 0.4] };

const root = (parts: Iterable<number>): number =>
  Math.sqrt([...parts].reduce((sum, part) => sum + part * part, 0));

/** A model of a signal region and a control region with three samples, and its 21 observations. */
export function prediction(label = "post-fit"): { prediction: ModelPrediction; data: number[] } {
  const samples = ["Background Z, ttbar", "Background ZZ*", "Signal"];
  const signalRegion = samples.map((name) =>
    Float64Array.from(FOUR_LEPTONS[name as keyof typeof FOUR_LEPTONS]),
  );
  const controlRegion = samples.map((name) =>
    Float64Array.from(CONTROL[name as keyof typeof CONTROL] ?? [0, 0, 0, 0]),
  );
  const stdevs = [signalRegion, controlRegion].map((channel) => {
    const each = channel.map((yields) => yields.map((value) => 0.12 * value));
    return [...each, each[0].map((_, i) => root([0.5, ...each.map((one) => one[i])]))];
  });
  return {
    prediction: {
      channels: ["Signal_region", "Control region"],
      samples,
      modelYields: [signalRegion, controlRegion],
      totalStdevModelBins: stdevs,
      totalStdevModelChannels: stdevs.map((channel) =>
        Float64Array.from(channel, (one) => root(one)),
      ),
      label,
    },
    data: [...OBSERVED, 412, 71, 12, 2],
  };
}

/** Where the bins of the signal region are; those of the control region are counted. */
export const config = {
  Regions: [
    { Name: "Signal_region", Variable: "m4l [GeV]", Binning: EDGES },
    { Name: "Control region", Variable: "jets" },
  ],
};

const LABELS = [
  "Signal_norm",
  "Luminosity",
  "Modeling_Signal",
  "b-tagging",
  "Jet energy scale",
  "staterror_Signal-region[0]",
  "Electron scale factor",
  "Held",
];
const BEST = [1.8, 0.3, -0.6, 0.1, -1.2, 1.01, 0.9, 0];
const UNCERTAINTY = [0.7, 0.95, 0.6, 1, 0.5, 0.06, 0.9, 0];

/** A fit of eight parameters, of which the last was held. */
export function fitted(): FitResults {
  const corrMat = LABELS.map((_, i) =>
    Float64Array.from(LABELS, (_, j) => {
      if (i === 7 || j === 7) return 0;
      if (i === j) return 1;
      // b-tagging, number 3, correlates with nothing by more than 0.1.
      const size = i === 3 || j === 3 ? 0.02 : 0.11;
      return size * (((i + 1) * (j + 1)) % 8) * ((i + j) % 3 === 0 ? -1 : 1);
    }),
  );
  return {
    bestfit: Float64Array.from(BEST),
    uncertainty: Float64Array.from(UNCERTAINTY),
    labels: LABELS,
    corrMat,
    bestTwiceNll: 167.5,
    goodnessOfFit: 0.4,
    minosUncertainty: {},
  };
}

/** Impacts of its nuisance parameters. */
export function impacts(): RankingResults {
  const largest = Float64Array.of(0.08, 0.31, 0.02, 0.22, 0.05, 0.13);
  return {
    labels: LABELS.slice(1, 7),
    bestfit: Float64Array.from(BEST.slice(1, 7)),
    uncertainty: Float64Array.from(UNCERTAINTY.slice(1, 7)),
    prefitUp: largest,
    prefitDown: largest.map((impact) => -0.95 * impact),
    postfitUp: largest.map((impact) => 0.85 * impact),
    postfitDown: largest.map((impact) => -0.7 * impact),
  };
}

/** A likelihood that is a little steeper above its minimum than below. */
export function scanned(): ScanResults {
  const parameterValues = Float64Array.from({ length: 21 }, (_, i) => 0.2 * i - 0.2);
  const deltaNlls = parameterValues.map(
    (value) => ((value - 1.8) / 0.7) ** 2 * (1 + 0.07 * (value - 1.8)),
  );
  return { name: "Signal_norm", bestfit: 1.8, uncertainty: 0.7, parameterValues, deltaNlls };
}

/** CLs that falls exponentially. */
export function excluded(): LimitResults {
  const poiValues = Float64Array.from({ length: 16 }, (_, i) => 0.2 * i);
  const slopes = [3, 2.1, 1.5, 1, 0.65];
  return {
    observedLimit: 2.35,
    expectedLimit: Float64Array.of(1, 1.43, 2, 3, 4.6),
    observedCLs: poiValues.map((value) => exp(-1.28 * value)),
    expectedCLs: Array.from(poiValues, (value) =>
      Float64Array.from(slopes, (slope) => exp(-slope * value)),
    ),
    poiValues,
    confidenceLevel: 0.95,
  };
}

/** A template of six bins with a variation before and after smoothing. */
export function varied(): TemplateVariations {
  const yields = [20, 45, 80, 60, 30, 12];
  const stdev = yields.map((value) => 0.5 * Math.sqrt(value));
  const times = (factors: readonly number[]) => ({
    yields: yields.map((value, i) => value * factors[i]),
    stdev,
  });
  return {
    edges: [100, 120, 140, 160, 180, 200, 240],
    nominal: { yields, stdev },
    upOriginal: times([0.85, 0.95, 1.08, 1.02, 1.2, 1.25]),
    downOriginal: times([1.2, 1.02, 0.95, 1, 0.82, 0.8]),
    upModified: times([0.88, 0.95, 1.03, 1.06, 1.12, 1.18]),
    downModified: times([1.12, 1.05, 0.97, 0.94, 0.88, 0.82]),
  };
}

const data = [10, 20];
const shifted = { lo_data: [9, 18], hi_data: [11, 22] };
const luminosity = { name: "Luminosity", type: "normsys", data: { lo: 0.98, hi: 1.02 } } as const;
const staterror = (name: string) => ({ name, type: "staterror", data: [1, 2] }) as const;

/** A model with modifiers of all kinds. */
export const model: GridModel = {
  spec: {
    channels: [
      {
        name: "Signal_region",
        samples: [
          {
            name: "Signal",
            data,
            modifiers: [
              luminosity,
              { name: "Signal_norm", type: "normfactor", data: null },
              { name: "Modeling", type: "normsys", data: { lo: 0.9, hi: 1.1 } },
              { name: "Modeling", type: "histosys", data: shifted },
            ],
          },
          {
            name: "Background",
            data,
            modifiers: [
              luminosity,
              staterror("staterror_SR"),
              { name: "Weights", type: "histosys", data: shifted },
            ],
          },
          {
            name: "Fakes",
            data,
            modifiers: [
              { name: "fakes", type: "shapesys", data: [1, 1] },
              { name: "free", type: "shapefactor", data: null },
            ],
          },
        ],
      },
      {
        name: "Control region",
        samples: [
          { name: "Background", data, modifiers: [luminosity, staterror("staterror_CR")] },
          { name: "Other", data, modifiers: [{ name: "lumi", type: "lumi", data: null }] },
        ],
      },
    ],
  },
  config: {
    channels: ["Control region", "Signal_region"],
    samples: ["Background", "Fakes", "Other", "Signal"],
    parOrder: [
      "Luminosity",
      "Modeling",
      "Signal_norm",
      "Weights",
      "fakes",
      "free",
      "lumi",
      "staterror_CR",
      "staterror_SR",
    ],
  },
};

/* What fits leave behind, made up: as figures take it. */

import type { ModelPrediction } from "../../../src/templates/results.ts";

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

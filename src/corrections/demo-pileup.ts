// A demonstration: synthetic weights and runs. No experiment's, and not for physics.

import { demoLabel } from "./demo-table.ts";

const BINS = 18;

/** Weights that move simulation with a mean of 38 to data with `mean`, both bells of width 14: of mu / 5. */
function weights(mean: number): number[] {
  const mid = Array.from({ length: BINS }, (_, i) => 5 * i + 2.5);
  // A bell without transcendental functions: it is a demonstration.
  const bell = (x: number, at: number): number => {
    const square = ((x - at) / 14) * ((x - at) / 14);
    // Not `** 4`, whose last bit differs between engines.
    return 1 / (1 + square * square);
  };
  const data = mid.map((x) => bell(x, mean));
  const simulation = mid.map((x) => bell(x, 38));
  const norm = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0);
  const ratio = norm(simulation) / norm(data);
  return data.map((x, i) => (x / simulation[i]) * ratio);
}

const binning = (content: readonly number[]): object => ({
  nodetype: "binning",
  input: "mu",
  edges: { n: BINS, low: 0, high: 5 * BINS },
  content,
  flow: "clamp",
});

/** Runs and their shares of the luminosity. */
const runs = [284500, 297730, 310634, 325713, 338183, 348885, 360026];
const bounds = [0, 0.08, 0.2, 0.31, 0.48, 0.62, 0.83, 1];

/** Weights for pile-up and the choice of runs, in correctionlib's schema. */
export const demoPileup: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [
    {
      name: "weight",
      description: demoLabel,
      version: 1,
      inputs: [
        { name: "mu", type: "real", description: "average interactions per crossing" },
        { name: "variation", type: "string", description: "nominal, up or down" },
      ],
      output: { name: "weight", type: "real" },
      data: {
        nodetype: "category",
        input: "variation",
        content: [
          { key: "nominal", value: binning(weights(34)) },
          { key: "up", value: binning(weights(35.4)) },
          { key: "down", value: binning(weights(32.6)) },
        ],
      },
    },
    {
      name: "random_run",
      description: demoLabel,
      version: 1,
      inputs: [{ name: "u", type: "real", description: "uniform between 0 and 1" }],
      output: { name: "run", type: "real" },
      data: { nodetype: "binning", input: "u", edges: bounds, content: runs, flow: "clamp" },
    },
  ],
};

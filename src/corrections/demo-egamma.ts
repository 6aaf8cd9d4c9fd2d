// A demonstration: synthetic values of the magnitude of arXiv:1812.03848 (Figures 9 to 12). No
// experiment's calibration, and not for physics.

import { demoLabel } from "./demo-table.ts";

const edges = [0, 0.6, 0.8, 1.15, 1.37, 1.52, 1.82, 2.01, 2.37, 2.47];

/** Shares of EG_SCALE_ALL of each source, whose squares sum to 1 in each bin: calorimeter, material, gain. */
const scaleShares = {
  EG_SCALE_ZEESYST: [0.6, 0.6, 0.6, 0.6, 0.48, 0.6, 0.6, 0.6, 0.6],
  EG_SCALE_MATID: [0.48, 0.48, 0.48, 0.64, 0.8, 0.64, 0.64, 0.48, 0.48],
  EG_SCALE_PS: [0.48, 0.48, 0.64, 0.48, 0.36, 0.48, 0.48, 0.64, 0.64],
  EG_SCALE_L2GAIN: [0.42, 0.42, 0, 0, 0, 0, 0, 0, 0],
};
const resolutionShares = {
  EG_RESOLUTION_ZSMEARING: [0.8, 0.8, 0.8, 0.6, 0.6, 0.6, 0.8, 0.8, 0.8],
  EG_RESOLUTION_SAMPLINGTERM: [0.36, 0.36, 0.36, 0.48, 0.48, 0.48, 0.36, 0.36, 0.36],
  EG_RESOLUTION_MATERIALID: [0.48, 0.48, 0.48, 0.64, 0.64, 0.64, 0.48, 0.48, 0.48],
};
const scaleAll = [0.0005, 0.0005, 0.0006, 0.001, 0.004, 0.0012, 0.0012, 0.001, 0.0015];
const resolutionAll = [0.001, 0.001, 0.0012, 0.0015, 0.004, 0.002, 0.002, 0.002, 0.002];

/** A correction by |eta| of the cluster. */
function byEta(name: string, output: string, content: readonly number[]): object {
  return {
    name,
    description: demoLabel,
    version: 1,
    inputs: [{ name: "abs_eta", type: "real", description: "|eta| of the cluster" }],
    output: { name: output, type: "real" },
    data: { nodetype: "binning", input: "abs_eta", edges, content, flow: "clamp" },
  };
}

function shared(
  all: readonly number[],
  shares: Readonly<Record<string, readonly number[]>>,
): object[] {
  return Object.entries(shares).map(([name, parts]) =>
    byEta(
      name,
      "shift",
      parts.map((part, i) => part * all[i]),
    ),
  );
}

/** Corrections of electrons' energies, in correctionlib's schema. */
export const demoEgamma: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [
    byEta("scale", "alpha", [-0.002, -0.0015, 0.001, 0.003, 0.01, -0.004, -0.006, -0.003, 0.002]),
    byEta("constant_term", "c", [0.007, 0.0075, 0.008, 0.009, 0.022, 0.013, 0.011, 0.01, 0.012]),
    byEta("EG_SCALE_ALL", "shift", scaleAll),
    byEta(
      "EG_SCALE_AF2",
      "shift",
      scaleAll.map((shift) => shift / 2),
    ),
    byEta("EG_RESOLUTION_ALL", "shift", resolutionAll),
    ...shared(scaleAll, scaleShares),
    ...shared(resolutionAll, resolutionShares),
  ],
};

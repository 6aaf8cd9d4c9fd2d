// A demonstration: synthetic values of the magnitude of arXiv:2007.02645. No experiment's, and not for
// physics.

import { demoLabel, demoTables } from "./demo-table.ts";

/** MeV. */
const pt = [20e3, 30e3, 45e3, 65e3, 100e3, 200e3, 500e3, 2500e3];
const absEta = [0, 0.8, 1.2, 2.1, 2.8, 4.5];

const byBin = demoTables(
  { name: "pt", edges: pt, description: "MeV" },
  { name: "abs_eta", edges: absEta, description: "|eta|" },
);

/** Relative resolution sqrt(N^2 / pt^2 + S^2 / pt + C^2), N in MeV, S in sqrt(MeV). */
const resolution = {
  name: "resolution",
  description: demoLabel,
  version: 1,
  inputs: [
    { name: "pt", type: "real", description: "MeV" },
    { name: "abs_eta", type: "real", description: "|eta|" },
  ],
  output: { name: "relative resolution", type: "real" },
  data: {
    nodetype: "binning",
    input: "abs_eta",
    edges: [0, 0.8, 2.1, 4.5],
    content: [
      [3000, 20, 0.03],
      [3300, 22, 0.035],
      [3900, 24, 0.05],
    ].map((parameters) => ({
      nodetype: "formula",
      parser: "TFormula",
      expression: "sqrt([0]*[0]/(x*x)+[1]*[1]/x+[2]*[2])",
      variables: ["pt"],
      parameters,
    })),
    flow: "clamp",
  },
};

/** Uncertainties of jets' energies, in correctionlib's schema. */
export const demoJets: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [
    resolution,
    byBin("JET_EffectiveNP_Statistical1", (row) => 0.002 + 0.004 / (row + 1)),
    byBin("JET_EffectiveNP_Modelling1", (row) => 0.006 + 0.01 / (row + 1)),
    byBin("JET_EtaIntercalibration_Modelling", (_, column) => 0.004 * column),
    byBin("JET_Flavor_Composition", (row) => 0.018 / (row + 1)),
    byBin("JET_Pileup_RhoTopology", (row, column) => (0.012 + 0.003 * column) / (row + 1)),
    byBin("JET_JER_EffectiveNP_1", (row) => 0.004 + 0.02 / (row + 1)),
    byBin("JET_JER_DataVsMC_MC16", (_, column) => 0.005 + 0.002 * column),
  ],
};

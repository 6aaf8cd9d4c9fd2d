// A demonstration: synthetic values of the magnitude of arXiv:2212.07338. No experiment's calibration, and
// not for physics.

import { demoLabel } from "./demo-table.ts";

const edges = [0, 0.4, 0.8, 1.05, 1.5, 2, 2.7];

function byEta(name: string, content: readonly number[], description: string): object {
  return {
    name,
    description: `${description}; ${demoLabel}`,
    version: 1,
    inputs: [{ name: "abs_eta", type: "real", description: "|eta|" }],
    output: { name: "value", type: "real" },
    data: { nodetype: "binning", input: "abs_eta", edges, content, flow: "clamp" },
  };
}

const parameters = [
  byEta("ID_s1", [-0.0003, -0.0002, -0.0001, 0.0001, 0.0004, 0.001], "scale"),
  byEta("ID_r1", [0.004, 0.004, 0.005, 0.007, 0.009, 0.012], "multiple scattering"),
  byEta("ID_r2", [1e-7, 1e-7, 1.2e-7, 1.6e-7, 2.4e-7, 4e-7], "alignment, 1 / MeV"),
  byEta("MS_s0", [-25, -22, -30, -35, -20, -15], "energy lost in the calorimeter, MeV"),
  byEta("MS_s1", [-0.0006, -0.0004, -0.0002, 0.0003, -0.0002, -0.0009], "scale"),
  byEta("MS_r0", [20, 20, 25, 30, 15, 15], "energy loss, MeV"),
  byEta("MS_r1", [0.013, 0.012, 0.015, 0.018, 0.012, 0.011], "multiple scattering"),
  byEta("MS_r2", [8e-8, 8e-8, 1.1e-7, 1.4e-7, 7e-8, 7e-8], "alignment, 1 / MeV"),
  byEta("weight_ID", [0.55, 0.55, 0.6, 0.65, 0.55, 0.4], "weight of the inner track"),
];

const shifts = [
  byEta("MUON_SCALE_ID_s1", [1e-4, 1e-4, 1e-4, 1.5e-4, 2e-4, 4e-4], "shift of ID_s1"),
  byEta("MUON_SCALE_MS_s0", [5, 5, 6, 8, 5, 5], "shift of MS_s0, MeV"),
  byEta("MUON_SCALE_MS_s1", [1.5e-4, 1.5e-4, 2e-4, 3e-4, 2e-4, 3e-4], "shift of MS_s1"),
  byEta("MUON_ID_ID_r1", [4e-4, 4e-4, 5e-4, 8e-4, 1e-3, 2e-3], "shift of ID_r1"),
  byEta("MUON_ID_ID_r2", [2e-8, 2e-8, 2e-8, 3e-8, 4e-8, 8e-8], "shift of ID_r2, 1 / MeV"),
  byEta("MUON_MS_MS_r1", [1e-3, 1e-3, 1.2e-3, 1.5e-3, 1e-3, 1e-3], "shift of MS_r1"),
  byEta("MUON_MS_MS_r2", [1e-8, 1e-8, 1e-8, 2e-8, 1e-8, 1e-8], "shift of MS_r2, 1 / MeV"),
];

/** Scale and resolution of muons' momenta, in correctionlib's schema. */
export const demoMuons: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [...parameters, ...shifts],
};

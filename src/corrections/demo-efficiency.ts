// A demonstration: synthetic scale factors of the magnitude of arXiv:1902.04655. No experiment's, and not
// for physics.

import { demoLabel, demoTables } from "./demo-table.ts";

/** Transverse energy in MeV. */
const et = [
  4500, 7000, 10000, 15000, 20000, 25000, 30000, 35000, 40000, 45000, 50000, 60000, 80000, 150000,
];
const absEta = [0, 0.6, 0.8, 1.15, 1.37, 1.52, 1.81, 2.01, 2.37, 2.47];

const byBin = demoTables(
  { name: "et", edges: et, description: "cluster energy over cosh(eta), MeV" },
  { name: "abs_eta", edges: absEta },
);

/** Less efficient than simulated at low energy and in the crack between barrel and endcap. */
const crack = (column: number): number => (column === 4 ? 0.02 : 0.002 * column);

/** Scale factors of electron identification, in correctionlib's schema. */
export const demoEfficiency: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [
    byBin("sf", (row, column) => 0.995 - 0.04 / (row + 1) - crack(column)),
    byBin("correlated_background", (row) => 0.012 / (row + 1)),
    byBin("correlated_method", (_, column) => 0.004 + 0.001 * column),
    byBin("uncorrelated", (row) => 0.002 + 0.001 * Math.abs(row - 7)),
  ],
};

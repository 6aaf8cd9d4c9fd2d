// A demonstration: synthetic scale factors of the magnitude of arXiv:2012.00578. No experiment's, and not
// for physics.

import { demoLabel, demoTables } from "./demo-table.ts";

/** MeV. */
const pt = [3000, 5000, 7000, 10000, 15000, 25000, 50000, 100000, 300000];
const eta = [-2.5, -2, -1.5, -1.05, -0.6, -0.1, 0.1, 0.6, 1.05, 1.5, 2, 2.5];
/** Rows below 15 GeV have systematics of their own. */
const LOW_ROWS = 4;

const byBin = demoTables(
  { name: "pt", edges: pt, description: "MeV" },
  { name: "eta", edges: eta },
);

/** In the middle there is a gap for cables, and at its sides the supports. */
const away = (column: number): number => Math.abs(column - 5);
const low = (of: (row: number, column: number) => number) => (row: number, column: number) =>
  row < LOW_ROWS ? of(row, column) : 0;
const high = (of: (row: number, column: number) => number) => (row: number, column: number) =>
  row < LOW_ROWS ? 0 : of(row, column);
const stat = (row: number, column: number): number =>
  0.0006 + 0.0002 * away(column) + 0.0004 / (row + 1);
const sys = (row: number): number => 0.0015 + 0.004 / (row + 1);

/** Scale factors of muons' reconstruction and identification, in correctionlib's schema. */
export const demoMuonEfficiency: object = {
  schema_version: 2,
  description: demoLabel,
  corrections: [
    byBin("sf", (row, column) => 0.998 - 0.02 / (row + 1) - (column === 5 ? 0.015 : 0)),
    byBin("MUON_EFF_RECO_STAT", high(stat)),
    byBin("MUON_EFF_RECO_SYS", high(sys)),
    byBin("MUON_EFF_RECO_STAT_LOWPT", low(stat)),
    byBin("MUON_EFF_RECO_SYS_LOWPT", low(sys)),
  ],
};

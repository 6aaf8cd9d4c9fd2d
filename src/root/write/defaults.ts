import type { Members } from "../objects/value.ts";

const none: Members = {};

/** Members of new objects that are not 0, "" or null, as ROOT's constructors and styles set them. */
const defaults: Readonly<Record<string, Members>> = {
  TAttLine: { fLineColor: 602, fLineStyle: 1, fLineWidth: 1 },
  TAttFill: { fFillColor: 0, fFillStyle: 1001 },
  TAttMarker: { fMarkerColor: 1, fMarkerStyle: 1, fMarkerSize: 1 },
  TAttAxis: {
    fNdivisions: 510,
    fAxisColor: 1,
    fLabelColor: 1,
    fLabelFont: 42,
    fLabelOffset: 0.005,
    fLabelSize: 0.035,
    fTickLength: 0.03,
    fTitleOffset: 1,
    fTitleSize: 0.035,
    fTitleColor: 1,
    fTitleFont: 42,
  },
  TAxis: { fNbins: 1, fXmin: 0, fXmax: 1 },
  TH1: { fBarWidth: 1000, fMaximum: -1111, fMinimum: -1111, fStatOverflows: 2 },
  TH2: { fScalefactor: 1 },
  TMatrixTBase: { fTol: 2 ** -52 },
  TEfficiency: { fBeta_alpha: 1, fBeta_beta: 1, fConfLevel: 0.682689492137, fWeight: 1 },
  TGraph: { fMinimum: -1111, fMaximum: -1111 },
  TGraph2D: {
    fNpx: 40,
    fNpy: 40,
    fMaxIter: 100_000,
    fMinimum: -1111,
    fMaximum: -1111,
    fMargin: 0.1,
  },
  TTree: {
    fWeight: 1,
    fDefaultEntryOffsetLen: 1000,
    fMaxEntries: 1_000_000_000_000,
    fMaxEntryLoop: 1_000_000_000_000,
    fAutoSave: -300_000_000,
    fAutoFlush: -30_000_000,
    fEstimate: 1_000_000,
  },
  TBranch: { fBasketSize: 32_000 },
};

/** What members of a class have in a new object. */
export function defaultsOf(className: string): Members {
  return defaults[className.replace(/<.*/, "")] ?? none;
}

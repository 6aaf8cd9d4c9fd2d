import { byIndex } from "./links.ts";
import { candidate, nanoAOD } from "./nanoaod.ts";
import type { RecordTable, Schema } from "./schema.ts";

/** What belongs to jets: of which jets, and what it is. */
const associations = {
  JetPFCands: ["Jet", "PFCands"],
  FatJetPFCands: ["FatJet", "PFCands"],
  GenJetCands: ["GenJet", "GenCands"],
  GenFatJetCands: ["GenJetAK8", "GenCands"],
  JetSVs: ["Jet", "SV"],
  FatJetSVs: ["FatJet", "SV"],
  GenJetSVs: ["GenJet", "SV"],
  GenFatJetSVs: ["GenJetAK8", "SV"],
} as const;

/** The field with the position of what belongs to a jet, and the accessor that follows it. */
function ends(name: string): { field: string; accessor: "pf" | "sv" } {
  return name.endsWith("SVs")
    ? { field: "sVIdx", accessor: "sv" }
    : { field: "pFCandsIdx", accessor: "pf" };
}

/**
 * PFNano: NanoAOD with particle flow candidates and secondary vertices: `events.Jet.constituents`, their
 * `.pf` and `.jet`, `events.JetSVs.sv`.
 * @see coffea.nanoevents.PFNanoAODSchema
 */
export const PFNanoAODSchema: Schema = nanoAOD(undefined, {
  name: "PFNanoAOD",
  records: {
    ...Object.fromEntries(Object.keys(associations).map((name) => [name, name])),
    PFCands: "PFCand",
    GenCands: "PFCand",
  },
  behaviors: {
    ...Object.fromEntries(
      Object.entries(associations).map(([name, [jets, parts]]): [string, RecordTable] => {
        const { field, accessor } = ends(name);
        const jet = byIndex("jetIdxG", jets);
        return [name, { accessors: { jet, [accessor]: byIndex(`${field}G`, parts) } }];
      }),
    ),
    PFCand: candidate(),
  },
  references: {
    FatJet_electronIdx3SJ: "Electron",
    FatJet_muonIdx3SJ: "Muon",
    SubJet_subGenJetAK8Idx: "SubGenJetAK8",
    ...Object.fromEntries(
      Object.entries(associations).flatMap(([name, [jets, parts]]) => [
        [`${name}_jetIdx`, jets],
        [`${name}_${ends(name).field}`, parts],
      ]),
    ),
  },
});

/**
 * ScoutingNano: NanoAOD of scouting data.
 * @see coffea.nanoevents.ScoutingNanoAODSchema
 */
export const ScoutingNanoAODSchema: Schema = nanoAOD(undefined, {
  name: "ScoutingNanoAOD",
  records: {
    ScoutingJet: "Jet",
    ScoutingFatJet: "FatJet",
    ScoutingMET: "MissingET",
    ScoutingMuonNoVtxDisplacedVertex: "Vertex",
    ScoutingMuonVtxDisplacedVertex: "Vertex",
    ScoutingPrimaryVertex: "Vertex",
    ScoutingElectron: "Electron",
    ScoutingPhoton: "Photon",
    ScoutingMuonNoVtx: "Muon",
    ScoutingMuonVtx: "Muon",
  },
  zeros: {
    ScoutingJet: ["charge"],
    ScoutingFatJet: ["charge"],
    ScoutingPhoton: ["m", "charge"],
  },
  aliases: { MET_pt: "MET_fiducialGenPt", MET_phi: "MET_fiducialGenPhi" },
});

import type { AwkwardArray } from "../array/array.ts";
import { bitwiseAnd, equal, greaterEqual, notEqual } from "../array/functions.ts";
import { zip } from "../array/zip.ts";
import { NotFoundError, UsageError } from "../errors.ts";
import { behaviors as vectors } from "../vector/behavior.ts";
import type { Collection } from "./collection.ts";
import {
  byIndex,
  children,
  constant,
  deepChildren,
  distinctParent,
  globalIndex,
  pairOf,
  partsByCount,
} from "./links.ts";
import type { Accessor, Group, RecordTable, Schema } from "./schema.ts";

/** Bits of `statusFlags`. @see NanoAOD documentation, GenPart_statusFlags */
export const genFlags = [
  "isPrompt",
  "isDecayedLeptonHadron",
  "isTauDecayProduct",
  "isPromptTauDecayProduct",
  "isDirectTauDecayProduct",
  "isDirectPromptTauDecayProduct",
  "isDirectHadronDecayProduct",
  "isHardProcess",
  "fromHardProcess",
  "isHardProcessTauDecayProduct",
  "isDirectHardProcessTauDecayProduct",
  "fromHardProcessBeforeFSR",
  "isFirstCopy",
  "isLastCopy",
  "isLastCopyBeforeFSR",
] as const;

/** A bit of `statusFlags`. */
export type GenFlag = (typeof genFlags)[number];

/**
 * Whether all of these bits of `statusFlags` are set.
 *
 * @param particles  with a field `statusFlags`
 * @returns bool, as the particles lie
 * @see coffea.nanoevents.methods.nanoaod.GenParticle.hasFlags
 */
export function hasFlags(particles: AwkwardArray, ...flags: readonly GenFlag[]): AwkwardArray {
  if (flags.length === 0) throw new UsageError("hasFlags takes at least one flag");
  let mask = 0;
  for (const flag of flags) {
    const bit = genFlags.indexOf(flag);
    if (bit < 0) throw new NotFoundError("flag", flag, genFlags, "statusFlags");
    mask |= 1 << bit;
  }
  const set = bitwiseAnd(particles.field("statusFlags"), mask) as AwkwardArray;
  return equal(set, mask) as AwkwardArray;
}

const atLeast =
  (field: string, value: number): Accessor =>
  (array) =>
    greaterEqual(array.field(field), value) as AwkwardArray;

const bit =
  (field: string, place: number): Accessor =>
  (array) =>
    notEqual(bitwiseAnd(array.field(field), 1 << place) as AwkwardArray, 0) as AwkwardArray;

/** From version 9 on a number, before it bits. */
const photonCut =
  (level: number): Accessor =>
  (array, all) =>
    array.fields.includes("cutBased")
      ? atLeast("cutBased", level)(array, all)
      : bit("cutBasedBitmap", level - 1)(array, all);

const gen = byIndex("genPartIdxG", "GenPart");
const jet = byIndex("jetIdxG", "Jet");
const electron = byIndex("electronIdxG", "Electron");
const photon = byIndex("photonIdxG", "Photon");
const jetCuts = {
  isLoose: bit("jetId", 0),
  isTight: bit("jetId", 1),
  isTightLeptonVeto: bit("jetId", 2),
};
export const momentum = (accessors: Readonly<Record<string, Accessor>> = {}): RecordTable => ({
  vector: "Momentum4D",
  accessors,
});
/** Momenta with a charge, that of a sum too. */
export const candidate = (accessors: Readonly<Record<string, Accessor>> = {}): RecordTable => ({
  ...momentum(accessors),
  summed: ["charge"],
});

/** Fields under their own names, as vectors. */
const vectorOf =
  (name: "Vector3D" | "Momentum4D", ...fields: string[]): Accessor =>
  (array) =>
    zip(Object.fromEntries(fields.map((field) => [field, array.field(field)])), {
      behavior: vectors[name],
    });

const position = vectorOf("Vector3D", "x", "y", "z");

const behaviors: Readonly<Record<string, RecordTable>> = {
  NanoCollection: {},
  PtEtaPhiMCollection: momentum(),
  GenParticle: momentum({
    parent: byIndex("genPartIdxMotherG", "GenPart"),
    distinctParent: byIndex("distinctParentIdxG", "GenPart"),
    children: byIndex("childrenIdxG", "GenPart"),
    distinctChildren: byIndex("distinctChildrenIdxG", "GenPart"),
    distinctChildrenDeep: byIndex("distinctChildrenDeepIdxG", "GenPart"),
  }),
  GenVisTau: candidate({ parent: byIndex("genPartIdxMotherG", "GenPart") }),
  Electron: candidate({
    isVeto: atLeast("cutBased", 1),
    isLoose: atLeast("cutBased", 2),
    isMedium: atLeast("cutBased", 3),
    isTight: atLeast("cutBased", 4),
    matched_gen: gen,
    matched_jet: jet,
    matched_photon: photon,
  }),
  LowPtElectron: candidate({
    matched_gen: gen,
    matched_electron: electron,
    matched_photon: photon,
  }),
  Muon: candidate({
    matched_fsrPhoton: byIndex("fsrPhotonIdxG", "FsrPhoton"),
    matched_gen: gen,
    matched_jet: jet,
  }),
  Tau: candidate({ matched_gen: gen, matched_jet: jet }),
  Photon: candidate({
    isLoose: photonCut(1),
    isMedium: photonCut(2),
    isTight: photonCut(3),
    matched_electron: electron,
    matched_gen: gen,
    matched_jet: jet,
  }),
  FsrPhoton: candidate({ matched_muon: byIndex("muonIdxG", "Muon") }),
  Jet: candidate({
    ...jetCuts,
    matched_electrons: electron,
    matched_muons: byIndex("muonIdxG", "Muon"),
    matched_gen: byIndex("genJetIdxG", "GenJet"),
    constituents: byIndex("pFCandsIdxG", "JetPFCands"),
  }),
  FatJet: candidate({
    ...jetCuts,
    subjets: byIndex("subJetIdxG", "SubJet"),
    matched_gen: byIndex("genJetAK8IdxG", "GenJetAK8"),
    constituents: byIndex("pFCandsIdxG", "FatJetPFCands"),
  }),
  MissingET: { vector: "Momentum2D" },
  Vertex: { accessors: { pos: position } },
  SecondaryVertex: {
    accessors: { pos: position, p4: vectorOf("Momentum4D", "pt", "eta", "phi", "mass") },
  },
};

const kinds: Readonly<Record<string, readonly string[]>> = {
  MissingET: [
    "CaloMET",
    "ChsMET",
    "GenMET",
    "MET",
    "METFixEE2017",
    "PuppiMET",
    "RawMET",
    "RawPuppiMET",
    "TkMET",
  ],
  PtEtaPhiMCollection: [
    ...["IsoTrack", "SoftActivityJet", "TrigObj", "GenDressedLepton", "GenIsolatedPhoton"],
    ...["GenJet", "GenJetAK8", "LHEPart", "SubGenJetAK8", "SubJet", "CorrT1METJet"],
  ],
  GenParticle: ["GenPart"],
  Vertex: ["PV"],
  SecondaryVertex: ["SV"],
};

const sameName = [
  ...["FatJet", "Jet", "Electron", "LowPtElectron", "Muon", "Photon", "FsrPhoton", "Tau"],
  "GenVisTau",
];

/** Fields that hold positions in another collection of the own event. */
const crossReferences: Readonly<Record<string, string>> = {
  Electron_genPartIdx: "GenPart",
  Electron_jetIdx: "Jet",
  Electron_photonIdx: "Photon",
  LowPtElectron_electronIdx: "Electron",
  LowPtElectron_genPartIdx: "GenPart",
  LowPtElectron_photonIdx: "Photon",
  FatJet_genJetAK8Idx: "GenJetAK8",
  FatJet_subJetIdx1: "SubJet",
  FatJet_subJetIdx2: "SubJet",
  FsrPhoton_muonIdx: "Muon",
  GenPart_genPartIdxMother: "GenPart",
  GenVisTau_genPartIdxMother: "GenPart",
  Jet_electronIdx1: "Electron",
  Jet_electronIdx2: "Electron",
  Jet_genJetIdx: "GenJet",
  Jet_muonIdx1: "Muon",
  Jet_muonIdx2: "Muon",
  Muon_fsrPhotonIdx: "FsrPhoton",
  Muon_genPartIdx: "GenPart",
  Muon_jetIdx: "Jet",
  Photon_electronIdx: "Electron",
  Photon_genPartIdx: "GenPart",
  Photon_jetIdx: "Jet",
  Tau_genPartIdx: "GenPart",
  Tau_jetIdx: "Jet",
};

/** The version from which on they are. */
const referencesSince: Readonly<Record<string, number>> = {
  FatJet_genJetAK8Idx: 7,
  FsrPhoton_muonIdx: 6,
  Muon_fsrPhotonIdx: 6,
};

/** Two positions that make a list. */
const pairs = [
  ["FatJet", "subJetIdx"],
  ["Jet", "muonIdx"],
  ["Jet", "electronIdx"],
] as const;

/** Fields that count the objects of another collection, which lie in the order of those that they belong to. */
const counted = [
  ["Jet", "nConstituents", "JetPFCands"],
  ["FatJet", "nConstituents", "FatJetPFCands"],
  ["GenJet", "nConstituents", "GenJetCands"],
] as const;

/** What four-momenta need and files leave out: 0, whatever a file says. */
const zeros: Readonly<Record<string, readonly string[]>> = {
  Photon: ["mass", "charge"],
  Jet: ["charge"],
  FatJet: ["charge"],
  TrigObj: ["mass"],
  FsrPhoton: ["mass", "charge"],
  CorrT1METJet: ["mass"],
  IsoTrack: ["mass"],
  SoftActivityJet: ["mass"],
};

const aliases: Readonly<Record<string, string>> = {
  CorrT1METJet_pt: "CorrT1METJet_rawPt",
  CorrT1METJet_mass: "CorrT1METJet_rawMass",
};

/**
 * CMS NanoAOD: `Electron_pt` is `events.Electron.pt`, in GeV. Positions in other collections
 * (`genPartIdx`) have a twin with `G` that counts in all events, and accessors (`matched_gen`).
 * @see coffea.nanoevents.NanoAODSchema
 */
export const NanoAODSchema: Schema = nanoAOD();

/**
 * Older versions, whose files have fields of these names with another meaning or none.
 * @see coffea.nanoevents.NanoAODSchema.v7, v6, v5
 */
export const NanoAODSchemaV7: Schema = nanoAOD(7);
export const NanoAODSchemaV6: Schema = nanoAOD(6);
export const NanoAODSchemaV5: Schema = nanoAOD(5);

/** What a kind of NanoAOD has beyond the others. */
export interface NanoAODTables {
  readonly name: string;
  /** Kinds of records by collection, and what further kinds can do. */
  readonly records?: Readonly<Record<string, string>>;
  readonly behaviors?: Readonly<Record<string, RecordTable>>;
  readonly references?: Readonly<Record<string, string>>;
  readonly zeros?: Readonly<Record<string, readonly string[]>>;
  /** Fields under a further name: by the new one. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** @param version  default: the newest */
export function nanoAOD(version?: number, tables?: NanoAODTables): Schema {
  const references = Object.entries({ ...crossReferences, ...tables?.references }).filter(
    ([name]) => version === undefined || (referencesSince[name] ?? 0) <= version,
  );
  return {
    name: tables?.name ?? (version === undefined ? "NanoAOD" : `NanoAODv${version}`),
    trees: ["Events"],
    place(column) {
      const name = column.split("/").at(-1) as string;
      const at = name.indexOf("_");
      // The lists that an RNTuple's collections are made of have names of their own: _collection0.
      if (at === 0) return undefined;
      if (at < 0) return { collection: name, field: "" };
      return { collection: name.slice(0, at), field: name.slice(at + 1) };
    },
    counter: (collection) => `n${collection}`,
    records: Object.fromEntries([
      ...sameName.map((name) => [name, name]),
      ...Object.entries(kinds).flatMap(([kind, names]) => names.map((name) => [name, kind])),
      ...Object.entries(tables?.records ?? {}),
    ]),
    otherRecords: "NanoCollection",
    behaviors: { ...behaviors, ...tables?.behaviors },
    complete: (groups) => complete(groups, references, tables),
  };
}

function complete(
  groups: ReadonlyMap<string, Group>,
  references: readonly (readonly [string, string])[],
  tables: NanoAODTables | undefined,
): void {
  const isData = !groups.has("GenPart");
  const derive = (name: string, field: string, make: (own: Collection) => AwkwardArray["layout"]) =>
    groups.get(name)?.fields.set(field, { kind: "derived", make });
  for (const [reference, target] of references) {
    const [name, field] = splitName(reference);
    if (target.startsWith("Gen") && isData) continue;
    if (groups.get(target)?.counter === undefined) continue;
    if (groups.get(name)?.fields.has(field) !== true) continue;
    derive(name, `${field}G`, (own) => globalIndex(own, field, own.other(target)));
  }
  for (const [name, field] of pairs) {
    const [first, second] = [`${field}1G`, `${field}2G`];
    const fields = groups.get(name)?.fields;
    if (!(fields?.has(first) && fields.has(second))) continue;
    derive(name, `${field}G`, (own) => pairOf(own, first, second));
  }
  for (const [name, field, target] of counted) {
    if (groups.get(target)?.counter === undefined) continue;
    if (groups.get(name)?.fields.has(field) !== true) continue;
    derive(name, "pFCandsIdxG", (own) => partsByCount(own, field, own.other(target)));
  }
  completeParticles(groups, derive);
  for (const [name, fields] of Object.entries({ ...zeros, ...tables?.zeros })) {
    if (groups.get(name)?.counter === undefined) continue;
    for (const field of fields) derive(name, field, (own) => constant(own, 0));
  }
  for (const name of ["Electron", "Photon"]) rename(groups.get(name), "energy", "regrEnergy");
  for (const [alias, original] of Object.entries({ ...aliases, ...tables?.aliases })) {
    const [name, field] = splitName(original);
    const fields = groups.get(name)?.fields;
    const plan = fields?.get(field);
    if (plan !== undefined) fields?.set(splitName(alias)[1], plan);
  }
}

type Derive = (
  name: string,
  field: string,
  make: (own: Collection) => AwkwardArray["layout"],
) => void;

function completeParticles(groups: ReadonlyMap<string, Group>, derive: Derive): void {
  const particles = groups.get("GenPart");
  if (particles?.fields.has("genPartIdxMotherG") !== true) return;
  const name = "GenPart";
  derive(name, "childrenIdxG", (own) => children(own, "genPartIdxMotherG"));
  if (!particles.fields.has("pdgId")) return;
  derive(name, "distinctParentIdxG", (own) => distinctParent(own, "genPartIdxMotherG", "pdgId"));
  derive(name, "distinctChildrenIdxG", (own) => children(own, "distinctParentIdxG"));
  derive(name, "distinctChildrenDeepIdxG", (own) =>
    deepChildren(own, "genPartIdxMotherG", "pdgId"),
  );
}

/** The field `from` under the name `to`. */
function rename(group: Group | undefined, from: string, to: string): void {
  const plan = group?.fields.get(from);
  if (plan === undefined) return;
  group?.fields.delete(from);
  group?.fields.set(to, plan);
}

function splitName(name: string): [string, string] {
  const at = name.indexOf("_");
  return [name.slice(0, at), name.slice(at + 1)];
}

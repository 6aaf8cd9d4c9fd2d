import { AwkwardArray } from "../array/array.ts";
import { absolute, divide, sin } from "../array/functions.ts";
import { behaviors as vectors } from "../vector/behavior.ts";
import type { Collection } from "./collection.ts";
import { byLink, byLinks, constant, eventIndex } from "./links.ts";
import type { FieldPlan, Group, RecordTable, Schema } from "./schema.ts";

/** MeV; muons of older files come without. */
const MUON_MASS = 105.658;
/** MeV: tracks are taken for pions. */
const PION_MASS = 139.57;

const combined = byLink("combinedTrackParticleLink", "CombinedMuonTrackParticles");

/** Keys of links into these collections, as the metadata of files (EventFormat) have them. */
const truthKeys: Readonly<Record<number, string>> = {
  13267281: "TruthPhotons",
  342174277: "TruthMuons",
  368360608: "TruthNeutrinos",
  375408000: "TruthTaus",
  394100163: "TruthElectrons",
  614719239: "TruthBoson",
  660928181: "TruthTop",
  779635413: "TruthBottom",
};

const behaviors: Readonly<Record<string, RecordTable>> = {
  Particle: { vector: "Momentum4D" },
  Electron: {
    vector: "Momentum4D",
    summed: ["charge"],
    accessors: {
      trackParticles: byLink("trackParticleLinks", "GSFTrackParticles"),
      /** The first, missing where there is none. */
      trackParticle: byLink("trackParticleLinks", "GSFTrackParticles", { first: true }),
      caloClusters: byLink("caloClusterLinks", "egammaClusters"),
    },
  },
  Muon: {
    vector: "Momentum4D",
    summed: ["charge"],
    accessors: {
      trackParticle: combined,
      combinedTrackParticle: combined,
      inDetTrackParticle: byLink("inDetTrackParticleLink", "InDetTrackParticles"),
      extrapolatedMuonSpectrometerTrackParticle: byLink(
        "extrapolatedMuonSpectrometerTrackParticleLink",
        "ExtrapolatedMuonTrackParticles",
      ),
    },
  },
  TrackParticle: { vector: "Momentum4D" },
  TruthParticle: {
    vector: "Momentum4D",
    accessors: {
      // Their m is more exact than what e and p, in float32, leave of it.
      mass: storedMass,
      parents: byLinks("parentLinks", truthKeys),
      children: byLinks("childLinks", truthKeys),
    },
  },
  NanoCollection: {},
};

function storedMass(particles: AwkwardArray): AwkwardArray {
  if (particles.fields.includes("m")) return particles.field("m");
  return vectors.Momentum4D.properties.mass(particles);
}

/**
 * ATLAS DAOD_PHYSLITE, from a TTree or an RNTuple: `AnalysisElectronsAuxDyn.pt` (or `:pt`) is
 * `events.Electrons.pt`, in MeV.
 * @see coffea.nanoevents.PHYSLITESchema
 */
export const PHYSLITESchema: Schema = {
  name: "PHYSLITE",
  trees: ["CollectionTree", "EventData"],
  // Containers of members that the class has, as AntiKt4TruthDressedWZJetsAux: does; others hold nothing.
  members: (column) => column.endsWith("Aux:"),
  place(column) {
    const path = (column.split("/").at(-1) as string).replace(/:\.?/, ".");
    const dot = path.indexOf(".");
    const [top, field] = dot < 0 ? [path, ""] : [path.slice(0, dot), path.slice(dot + 1)];
    // Containers as such: what they hold has columns of its own.
    if (dot >= 0 && field === "") return undefined;
    const collection = top.replace("Analysis", "").replace("AuxDyn", "").replace("Aux", "");
    return { collection, field };
  },
  records: {
    Photons: "Particle",
    Electrons: "Electron",
    Muons: "Muon",
    Jets: "Particle",
    TauJets: "Particle",
    CombinedMuonTrackParticles: "TrackParticle",
    ExtrapolatedMuonTrackParticles: "TrackParticle",
    GSFTrackParticles: "TrackParticle",
    InDetTrackParticles: "TrackParticle",
    MuonSpectrometerTrackParticles: "TrackParticle",
    egammaClusters: "NanoCollection",
    ...Object.fromEntries(Object.values(truthKeys).map((name) => [name, "TruthParticle"])),
  },
  behaviors,
  complete(groups) {
    for (const group of groups.values()) {
      // The object that stands for its columns holds nothing itself.
      if (group.fields.size > 0) group.own = undefined;
      if (group.own === undefined) completeGroup(group);
    }
  },
};

function completeGroup(group: Group): void {
  const { fields } = group;
  const plans = [...fields.values()];
  const [only] = plans;
  const single = (plan: FieldPlan): boolean => plan.kind === "parts" || depthOf(plan) === 1;
  if (plans.length === 1 && only.kind === "column" && !single(only)) {
    // A column alone is no collection.
    group.own = only.column;
    fields.clear();
    return;
  }
  const derive = (name: string, make: (collection: Collection) => AwkwardArray["layout"]): void => {
    fields.set(name, { kind: "derived", make });
  };
  const kind = PHYSLITESchema.records[group.collection];
  if (!group.jagged) return;
  derive("_eventindex", eventIndex);
  if (kind === "TrackParticle" && fields.has("qOverP")) {
    derive("p", (own) => divide(1, absolute(column(own, "qOverP"))).layout);
    if (fields.has("theta")) {
      derive("pt", (own) => {
        return divide(sin(column(own, "theta")), absolute(column(own, "qOverP"))).layout;
      });
    }
    derive("tau", (own) => constant(own, PION_MASS));
  }
  if (kind === "Muon" && !fields.has("m")) derive("m", (own) => constant(own, MUON_MASS));
}

function depthOf(plan: FieldPlan): number {
  return plan.kind === "column" ? plan.depth : 0;
}

function column(collection: Collection, field: string): AwkwardArray {
  return new AwkwardArray(collection.field(field));
}

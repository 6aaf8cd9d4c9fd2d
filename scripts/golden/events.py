"""coffea's NanoEvents -> test/data/events/*.json: collections and links of PHYSLITE and NanoAOD files.

coffea 2026.9 fails on the PHYSLITE RNTuple and on truth particles: there the columns are uproot's and
the links are followed here, from their definition.
"""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
# The scripts beside this one have names of packages.
sys.path.pop(0)

import awkward as ak
import coffea
import numpy as np
import uproot
from coffea.nanoevents import NanoAODSchema, NanoEventsFactory, PHYSLITESchema

DATA = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data") / "root"
OUT = Path(__file__).parents[2] / "test/data/events"
VERSIONS = {"coffea": coffea.__version__, "uproot": uproot.__version__, "awkward": ak.__version__}
N = 12

PHYSLITE = """Electrons.pt Electrons.mass Electrons.energy Electrons._eventindex Electrons.trackParticles.pt
Electrons.trackParticles.z0 Electrons.trackParticle.phi Electrons.caloClusters.calE Electrons.author
Electrons.truthParticleLink.m_persIndex Muons.pt Muons.trackParticle.z0 Muons.inDetTrackParticle.theta
Jets.m GSFTrackParticles.p GSFTrackParticles.pt GSFTrackParticles.tau GSFTrackParticles.eta
egammaClusters.e_sampl EventInfo.eventNumber EventInfo.averageInteractionsPerCrossing index_ref""".split()
NANO = """run event Electron.pt Electron.charge Electron.jetIdxG Electron.matched_jet.pt Electron.matched_photon.eta
Electron.isTight Electron.isVeto Electron.energy Muon.matched_jet.phi Muon.matched_fsrPhoton.pt Photon.mass
Photon.charge Photon.isMedium Photon.matched_electron.pt Jet.isTight Jet.isLoose Jet.muonIdxG
Jet.matched_electrons.pt Jet.matched_muons.eta FatJet.subjets.mass Tau.matched_jet.pt MET.pt MET.phi SV.p4.pt
SV.pos.x PV.pos.z PV.npvs FsrPhoton.matched_muon.pt HLT.IsoMu24 TrigObj.mass CorrT1METJet.pt""".split()
SYSTEMATICS = """PtScale.up.pt PtScale.down.pt PtScale.up.eta PtScale.up.px PtScale.down.matched_jet.pt SF.up.weight_SF
SF.down.weight_SF SF.up.pt Both.up.pt Both.up.phi Both.down.phi Both.down.charge""".split()
GEN = """GenPart.genPartIdxMotherG GenPart.parent.pdgId GenPart.distinctParentIdxG GenPart.distinctParent.pdgId
GenPart.childrenIdxG GenPart.children.pdgId GenPart.distinctChildrenIdxG GenPart.distinctChildren.pt
GenPart.distinctChildrenDeepIdxG GenPart.distinctChildrenDeep.pdgId
Electron.matched_gen.pdgId Muon.matched_gen.pt Photon.matched_gen.status Tau.matched_gen.pdgId
Jet.matched_gen.pt FatJet.matched_gen.mass GenVisTau.parent.pdgId LHEPdfWeight PSWeight""".split()


def follow(events, path):
    for name in path.split("."):
        events = getattr(events, name)
    return events


def values(array):
    return ak.to_list(array[:N])


def write(name, file, tree, schema, cases, extra=None):
    doc = {"versions": VERSIONS, "file": file, "tree": tree, "schema": schema, "events": N, "cases": cases, **(extra or {})}
    lines = json.dumps(doc, separators=(",", ":"), allow_nan=True).replace('{"path"', '\n{"path"')
    (OUT / f"{name}.json").write_text(lines + "\n")
    print(name, len(cases), len(lines))


def from_coffea(name, file, tree, schema, paths):
    events = NanoEventsFactory.from_root({str(DATA / file): tree}, schemaclass=schema, mode="virtual").events()
    cases = []
    for path in paths:
        try:
            cases.append({"path": path, "by": "coffea", "values": values(follow(events, path))})
        except Exception as error:
            print(name, path, repr(error)[:100])
    fields = {"fields": sorted(events.fields)}
    for collection in ("Electrons", "GSFTrackParticles", "egammaClusters", "Electron", "GenPart", "Jet", "FatJet"):
        try:
            fields[collection] = sorted(events[collection].fields)
        except Exception:
            pass
    if schema is NanoAODSchema:
        muons, jets = events.Muon, events.Jet
        cases.append({"path": "nearest", "by": "coffea", "values": values(muons.nearest(jets).pt)})
        both = lambda objects: (lambda pairs: pairs["0"] + pairs["1"])(ak.combinations(ak.pad_none(objects, 2), 2))
        cases.append({"path": "pairs", "by": "coffea", "values": values(both(muons).charge)})
        cases.append({"path": "fours", "by": "coffea", "values": values((both(muons) + both(muons)).charge)})
        cases.append({"path": "sums", "by": "coffea", "values": values(muons.sum(axis=1).charge)})
        vary = lambda up, down: lambda column: column[:, None] * np.array([up, down], dtype=np.float32)
        muons.add_systematic("PtScale", "UpDownSystematic", "pt", vary(1.5, 0.75))
        muons.add_systematic("SF", "UpDownSystematic", "weight", vary(1.25, 0.5))
        turn = lambda both: ak.zip({"pt": vary(2, 0.5)(both.pt), "phi": vary(0.5, 0.25)(both.phi)})
        muons.add_systematic("Both", "UpDownMultiSystematic", ["pt", "phi"], turn)
        # Only now: they are taken along.
        leading = muons[muons.pt > 10]
        for path in SYSTEMATICS:
            cases.append({"path": f"varied.{path}", "by": "coffea", "values": values(follow(leading.systematics, path))})
        if "GenPart" in events.fields:
            flags = ["isPrompt", "isLastCopy"]
            cases.append({"path": "hasFlags", "by": "coffea", "values": values(events.GenPart.hasFlags(flags))})
    write(name, file, tree, schema.__name__, cases, {"fields": fields})


def link(key, index, target):
    """Elements of `target` (lists of events) at links that are lists of lists of events, or lists."""
    out = []
    for keys, indices, objects in zip(ak.to_list(key), ak.to_list(index), ak.to_list(target)):
        at = lambda k, i: objects[i] if k != 0 and i < len(objects) else None
        each = lambda k, i: [each(a, b) for a, b in zip(k, i)] if isinstance(k, list) else at(k, i)
        out.append(each(keys, indices))
    return out


def from_uproot(name, file, tree):
    columns = uproot.open(DATA / file)[tree]
    read = lambda column: columns.arrays([column])[column][:N]
    cases = []
    add = lambda path, array: cases.append({"path": path, "by": "uproot", "values": ak.to_list(array)})
    for path, column in (("Electrons.pt", "AnalysisElectronsAuxDyn:pt"), ("Muons.eta", "AnalysisMuonsAuxDyn:eta"), ("Jets.m", "AnalysisJetsAuxDyn:m"), ("EventInfo.eventNumber", "EventInfoAuxDyn:eventNumber"), ("egammaClusters.calE", "egammaClustersAuxDyn:calE")):
        add(path, read(column))
    # Members of containers whose class has them.
    for path, column in (("AntiKt4TruthDressedWZJets.pt", "AntiKt4TruthDressedWZJetsAux:.pt"), ("xTrigDecision.smk", "xTrigDecisionAux:.smk"), ("METAssoc_MET.calpx", "METAssoc_AnalysisMETAux:.calpx")):
        add(path, columns[column].array()[:N])
    for path, links, target in (
        ("Electrons.trackParticles.z0", "AnalysisElectronsAuxDyn:trackParticleLinks", "GSFTrackParticlesAuxDyn:z0"),
        ("Electrons.caloClusters.calE", "AnalysisElectronsAuxDyn:caloClusterLinks", "egammaClustersAuxDyn:calE"),
        ("Muons.combinedTrackParticle.phi", "AnalysisMuonsAuxDyn:combinedTrackParticleLink", "CombinedMuonTrackParticlesAuxDyn:phi"),
        ("Muons.inDetTrackParticle.phi", "AnalysisMuonsAuxDyn:inDetTrackParticleLink", "InDetTrackParticlesAuxDyn:phi"),
    ):
        at = read(links)
        add(path, link(at.m_persKey, at.m_persIndex, read(target)))
    qoverp, theta = read("GSFTrackParticlesAuxDyn:qOverP"), read("GSFTrackParticlesAuxDyn:theta")
    add("GSFTrackParticles.p", 1 / abs(qoverp))
    add("GSFTrackParticles.pt", np.sin(theta) / abs(qoverp))
    write(name, file, tree, "PHYSLITESchema", cases)


OUT.mkdir(parents=True, exist_ok=True)
from_coffea("physlite", "coffea/PHYSLITE_example.root", "CollectionTree", PHYSLITESchema, PHYSLITE)
from_uproot("physlite-rntuple", "skhep/uproot-physlite-rntuple_v1-0-0-0.root", "EventData")
from_coffea("nano-dy", "coffea/nano_dy.root", "Events", NanoAODSchema, NANO + GEN)
from_coffea("nano-dimuon", "coffea/nano_dimuon.root", "Events", NanoAODSchema, NANO)

"""coffea's CorrectedMETFactory in Type-1 mode -> test/data/corrections/type1-met.json, with its inputs."""

import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
# The scripts beside this one have names of packages.
sys.path.pop(0)

import awkward as ak
import coffea
import correctionlib
import correctionlib.schemav2 as cs
import numpy as np
from coffea.jetmet_tools import CorrectedMETFactory, CorrectionLibJEC

OUT = Path(__file__).parents[2] / "test/data/corrections/type1-met.json"
N = 12
rng = np.random.default_rng(11)


def formula(name, variables, expression):
    inputs = [cs.Variable(name=one, type="real") for one in variables]
    data = cs.Formula(nodetype="formula", expression=expression, parser="TFormula", variables=variables)
    return cs.Correction(name=name, version=1, inputs=inputs, output=cs.Variable(name="out", type="real"), data=data)


payload = cs.CorrectionSet(
    schema_version=2,
    corrections=[
        formula("L1", ["JetA", "JetEta", "JetPt", "Rho"], "max(0.01, 1 - z * 0 - t * x * 0.8 / max(z, 1))"),
        formula("L2L3", ["JetEta", "JetPt"], "1.06 + 0.01 * x * x - 0.02 * log10(max(y, 5))"),
        formula("Source", ["JetEta", "JetPt"], "0.01 + 0.004 * abs(x) + 0.3 / max(y, 5)"),
    ],
    compound_corrections=[
        cs.CompoundCorrection(
            name="L1L2L3",
            inputs=[cs.Variable(name=one, type="real") for one in ("JetA", "JetEta", "JetPt", "Rho")],
            output=cs.Variable(name="out", type="real"),
            inputs_update=["JetPt"], input_op="*", output_op="*", stack=["L1", "L2L3"],
        )
    ],
)


def objects(counts, low):
    n = int(np.sum(counts))
    columns = {
        "pt_raw": rng.exponential(25, n) + low,
        "phi": rng.uniform(-3, 3, n),
        "eta": rng.normal(0, 2.2, n),
        "area": rng.uniform(0.4, 0.6, n),
        "rho": rng.uniform(10, 30, n),
        "muf": np.where(rng.random(n) < 0.3, rng.uniform(0, 0.5, n), 0),
        "mudphi": rng.normal(0, 0.01, n),
        "chEm": rng.uniform(0, 0.6, n),
        "neEm": rng.uniform(0, 0.6, n),
        "smear": rng.normal(1, 0.05, n),
    }
    return {name: np.round(column, 4) for name, column in columns.items()}, n


def lists(columns, counts):
    return ak.unflatten(ak.zip(columns, depth_limit=1), counts)


counts = rng.integers(0, 5, N)
columns, n = objects(counts, 8)
columns["pt_jec"] = np.round(columns["pt_raw"] * rng.normal(1.05, 0.02, n), 4)
columns["pt_jec"][0] = 0
columns["jet_energy_resolution_correction"] = columns["smear"]
columns["pt"] = columns["pt_jec"] * columns["smear"]
columns["pt_orig"] = columns["pt"]
varied = lambda: ak.zip({way: ak.zip({"pt": np.round(columns["pt"] * rng.normal(at, 0.01, n), 4)}) for way, at in (("up", 1.03), ("down", 0.97))}, depth_limit=1)
jets = lists({**columns, **{source: varied() for source in ("JER", "JES_Source", "JES_Other")}}, counts)

few = rng.integers(0, 4, N)
soft, m = objects(few, 5)
smear = lambda at: ak.zip({"smear": np.round(rng.normal(at, 0.02, m), 4)})
soft = lists({**soft, "JER": ak.zip({"up": smear(1.05), "down": smear(0.95)}, depth_limit=1)}, few)
met = ak.zip({name: np.round(rng.normal(0, 20, N), 4) for name in ("pt", "phi", "dx", "dy", "sumEt")})
raw = ak.zip({"pt": np.round(rng.exponential(30, N), 4), "phi": np.round(rng.uniform(-3, 3, N), 4)})
names = {
    "METpt": "pt", "METphi": "phi", "JetPt": "pt", "JetPhi": "phi", "ptRaw": "pt_raw", "UnClusteredEnergyDeltaX": "dx",
    "UnClusteredEnergyDeltaY": "dy", "RawMETpt": "pt", "RawMETphi": "phi", "JetMuonSubtrFactor": "muf",
    "JetMuonSubtrDeltaPhi": "mudphi", "JetChEmEF": "chEm", "JetNeEmEF": "neEm", "JetEta": "eta", "JetA": "area", "Rho": "rho",
    "CorrT1JetPt": "pt_raw", "CorrT1JetPhi": "phi", "CorrT1JetEta": "eta", "CorrT1JetArea": "area",
    "CorrT1JetMuonSubtrFactor": "muf", "CorrT1JetMuonSubtrDeltaPhi": "mudphi", "CorrT1JetEmEF": "chEm",
    "CorrT1JetJERSmearFactor": "smear", "JetRawFactor": "rawFactor",
}
evaluator = correctionlib.CorrectionSet.from_string(payload.model_dump_json())
wrapped = lambda name: CorrectionLibJEC((evaluator.compound if name in evaluator.compound else evaluator)[name])


def case(smeared, source, with_soft, jets):
    factory = CorrectedMETFactory(
        names, wrapped("L1L2L3"), wrapped("L1"), {"JES_Source": wrapped("Source")} if source else None, smeared
    )
    out = factory.build(met, jets, raw, soft if with_soft else None)
    values = {"": out, **{f"{one}.{way}": out[one][way] for one in ("MET_UnclusteredEnergy", "JER", "JES_Source", "JES_Other") for way in ("up", "down")}}
    return {
        "smeared": smeared, "source": source, "soft": with_soft, "rawFactor": "rawFactor" in jets.fields,
        "fields": out.fields,
        "values": {name: [ak.to_list(one.pt), ak.to_list(one.phi)] for name, one in values.items()},
    }


factor = jets[[name for name in jets.fields if name != "pt_raw"]]
# Where the raw momentum is told by a factor on the one before corrections.
factor = ak.with_field(factor, 0.05, "rawFactor")
cases = [case(*how, jets) for how in ((False, False, False), (False, True, True), (True, True, True), (True, False, False))]
cases.append(case(False, False, True, factor))
doc = {
    "versions": {"coffea": coffea.__version__, "correctionlib": correctionlib.__version__, "awkward": ak.__version__},
    "payload": json.loads(payload.model_dump_json(exclude_none=True)), "names": names, "met": ak.to_list(met), "raw": ak.to_list(raw),
    "jets": ak.to_list(jets), "soft": ak.to_list(soft), "cases": cases,
}
OUT.write_text(json.dumps(doc, separators=(",", ":")).replace('"cases"', '\n"cases"') + "\n")
print(len(cases), OUT.stat().st_size)

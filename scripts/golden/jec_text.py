"""coffea's readers of jet corrections in text files -> test/data/corrections/jec-text.json, with the texts."""

import json
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
# The scripts beside this one have names of packages.
sys.path.pop(0)

import awkward as ak
import coffea
import numpy as np
from coffea.jetmet_tools import CorrectedJetsFactory, JECStack
from coffea.lookup_tools import extractor

OUT = Path(__file__).parents[2] / "test/data/corrections/jec-text.json"
N = 60
rng = np.random.default_rng(8)
form = lambda *numbers: " ".join(f"{number:.5g}" for number in numbers)


def l2():
    """Bins of two variables; those of the second differ, one has a gap."""
    lines = ["{2 JetEta JetPt 1 JetPt max(0.0001,[0]+[1]*TMath::Erf([2]*(log10(x)-[3]))+([4]*exp(-1e-03*x))) Correction L2Relative}"]
    for low, high in ((-5.191, -2.5), (-2.5, 0), (0, 2.5), (2.5, 5.191)):
        edges = [8, 30, 120, 6500] if low < 0 else [8, 55, 6500]
        for a, b in zip(edges, edges[1:]):
            lines.append("   ".join([form(low, high, a, b if b != 30 else 25), "7", form(a * 0.9, b * 1.1), form(*rng.uniform(0.5, 1.2, 5))]))
    return "\n".join(lines) + "\n"


def l1():
    lines = ["{1         JetEta              3          Rho   JetPt    JetA   max(0.0001,1-(z/y)*([0]+[1]*x+[2]*TMath::Power(x,2))) Correction     L1FastJet}"]
    for low, high in ((-5.4, -1.5), (-1.5, 1.5), (1.5, 5.4)):
        lines.append(form(low, high) + " 9 0 40 5 5000 0 1 " + form(*rng.uniform(0, 0.5, 2), 0.001))
    return "\n".join(lines) + "\n"


def resolution():
    lines = ["{2    JetEta    Rho    1    JetPt    sqrt([0]*[0]/(x*x)+[1]*[1]*pow(x,[3])+[2]*[2])    Resolution}"]
    for low, high in ((-4.7, 0), (0, 4.7)):
        for a, b in ((0, 12), (12, 45)):
            lines.append(form(low, high, a, b) + " 6 15 400 " + form(3 + rng.random(), 0.7, 0.04, -0.9))
    return "\n".join(lines) + "\n"


def factors():
    lines = ["{2 JetEta JetPt 0 None ScaleFactor}"]
    for low, high in ((-4.7, -1.1), (-1.1, 1.1), (1.1, 4.7)):
        for a, b in ((10, 50), (50, 5000)):
            middle = rng.uniform(1.05, 1.2)
            lines.append(form(low, high, a, b) + " 3 " + form(middle, middle - 0.04, middle + 0.06))
    return "\n".join(lines) + "\n"


def uncertainty(up, header='{1 JetEta 1 JetPt "" Correction JECSource}'):
    lines = [header]
    for low, high in ((-5.4, -2), (-2, 2), (2, 5.4)):
        momenta = [9, 20.5, 60, 300, 2000]
        triples = [form(x, y, y * up) for x, y in zip(momenta, rng.uniform(0.01, 0.05, 5))]
        lines.append(form(low, high) + " 15 " + " ".join(triples))
    return "\n".join(lines) + "\n"


texts = {
    "Toy24_V1_MC_L1FastJet_AK4PF.jec.txt": l1(),
    "Toy24_V1_MC_L2Relative_AK4PF.jec.txt": l2(),
    "Toy24_V1_MC_L3Absolute_AK4PF.jec.txt": "{1 JetEta 1 JetPt 1.02 Correction L3Absolute}\n-5.4 5.4 2 4 5000\n",
    "Toy24_V1_MC_PtResolution_AK4PF.jr.txt": resolution(),
    "Toy24_V1_MC_SF_AK4PF.jersf.txt": factors(),
    "Toy24_V1_MC_Uncertainty_AK4PF.junc.txt": uncertainty(1.5, '{1 JetEta 1 JetPt "" Correction Uncertainty}'),
    "Toy24_V1_MC_UncertaintySources_AK4PF.junc.txt": "[Flavor]\n" + uncertainty(1) + "[Time]\n" + uncertainty(-0.5),
}
areas = "{1 AbsEta 2 EA_CHad    EA_Pho}\n0.0   1.0   0.0360  0.1210\n1.0   1.479 0.0377   0.1107\n1.479 2.5   0.0306  0.0699\n"
names = {name.split(".")[0]: name for name in texts}
with tempfile.TemporaryDirectory() as folder:
    sets = extractor()
    for name, text in texts.items():
        (Path(folder) / name).write_text(text)
        sets.add_weight_sets([f"* * {folder}/{name}"])
    (Path(folder) / "photons.ea.txt").write_text(areas)
    sets.add_weight_sets([f"* * {folder}/photons.ea.txt"])
    sets.finalize()
    evaluator = sets.make_evaluator()

inputs = {
    "JetEta": np.round(rng.uniform(-6, 6, N), 3), "JetPt": np.round(np.exp(rng.uniform(1, 9, N)), 3),
    "Rho": np.round(rng.uniform(0, 50, N), 3), "JetA": np.round(rng.uniform(0.3, 0.7, N), 3),
}
# Edges of bins and ranges, in numbers that float32 has.
inputs["JetEta"][:8] = [0, 2.5, -2.5, 1.5, -1.5, 2, 5, -2]
inputs["JetPt"][:12] = [8, 30, 120, 6500, 55, 25, 27, 9, 20.5, 2000, 5000, 10]
values = {}
for key in evaluator.keys():
    if key.startswith("photons"):
        values[key] = np.asarray(evaluator[key](abs(inputs["JetEta"]))).tolist()
        continue
    function = evaluator[key]
    values[key] = np.asarray(function(*[inputs[name] for name in function.signature])).tolist()

counts = np.full(N // 3, 3)
pt = ak.unflatten(inputs["JetPt"], counts)
jets = ak.zip({"pt": pt, "mass": pt * 0.1, "eta": ak.unflatten(inputs["JetEta"], counts), "rho": ak.unflatten(inputs["Rho"], counts), "area": ak.unflatten(inputs["JetA"], counts)})
jets["pt_raw"], jets["mass_raw"] = jets.pt * 0.9, jets.mass * 0.9
name_map = {"JetPt": "pt", "JetMass": "mass", "JetEta": "eta", "JetA": "area", "Rho": "rho", "ptRaw": "pt_raw", "massRaw": "mass_raw"}
stack = JECStack({key: evaluator[key] for key in evaluator.keys() if "photons" not in key and "SF" not in key and "Resolution" not in key})
out = CorrectedJetsFactory(name_map, stack).build(jets)
flat = lambda array: ak.to_list(ak.flatten(array))
built = {"pt": flat(out.pt), "mass": flat(out.mass)}
for source in ("jes", "Flavor", "Time"):
    for way in ("up", "down"):
        built[f"{source}.{way}"] = flat(out[f"JES_{source}"][way].pt)
doc = {
    "versions": {"coffea": coffea.__version__, "numpy": np.__version__}, "texts": texts, "areas": areas,
    "inputs": {name: one.tolist() for name, one in inputs.items()}, "values": values, "built": built,
}
OUT.write_text(json.dumps(doc, separators=(",", ":")).replace('"values"', '\n"values"') + "\n")
print(list(values), OUT.stat().st_size)

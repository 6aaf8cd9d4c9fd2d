"""Makes examples/higgs/sample: a toy simulation in the layout of the ATLAS 13 TeV four-lepton open
data. NumPy draws the numbers; write-sample.ts writes them with hepwasm's own writer. Needs
bench/peers/requirements.txt; `check.py` verifies what was written.

    python scripts/sample/make-sample.py [FOLDER]
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import awkward as ak
import numpy as np

import kinematics

HERE = pathlib.Path(__file__).parent
HIGGS = HERE.parent.parent / "examples" / "higgs"
SEED = 20200115
DATA_SEED = [SEED, 1000]  # their own stream: another sample leaves the data as they are
SPECTRA = json.loads((HERE / "spectra.json").read_text())["stacks"]
CATALOGUE = json.loads((HIGGS / "samples.json").read_text())
EDGES = np.linspace(80.0, 250.0, 35)  # GeV

# Per stack, outside the published range: from where below 80 GeV, the share of it that lies
# there, the slope of the falling exponential above 250 GeV and where it ends. GeV.
TAILS = {
    "Background Z, tt": {"from": 50, "below": 0.15, "slope": 40, "to": 500},
    "Background ZZ*": {"from": 60, "below": 0.03, "slope": 90, "to": 1000},
    "Signal (m_H = 125 GeV)": {"from": 70, "below": 0.5, "slope": 30, "to": 400},
}
# Selected and rejected events to make, mean pt of the four leptons in GeV, share of the pairs
# that come from a Z, and probabilities of 4e, 2e2mu, 4mu.
SAMPLES = {
    "Zee": (400, 300, 40, 0.5, (0.55, 0.45, 0.0)),
    "Zmumu": (400, 300, 40, 0.5, (0.0, 0.45, 0.55)),
    "ttbar_lep": (400, 400, 70, 0.1, (0.2, 0.5, 0.3)),
    "llll": (4200, 200, 35, 0.7, (0.22, 0.49, 0.29)),
    "ggH125_ZZ4lep": (1500, 60, 45, 0.6, (0.2, 0.48, 0.32)),
    "VBFH125_ZZ4lep": (700, 40, 80, 0.6, (0.2, 0.48, 0.32)),
    "WH125_ZZ4lep": (600, 60, 70, 0.6, (0.2, 0.48, 0.32)),
    "ZH125_ZZ4lep": (600, 60, 70, 0.6, (0.2, 0.48, 0.32)),
}
# Toy data: share of the 10 fb^-1 in each period and rejected events per selected one.
PERIODS = {"A": 0.05, "B": 0.19, "C": 0.29, "D": 0.47}
REJECTED_IN_DATA = 0.63
FIVE_LEPTONS = 0.03  # of the rejected events
SCALE_FACTORS = ("PILEUP", "ELE", "MUON", "LepTRIGGER")
FLAVOURS = np.array([[11, 11, 11, 11], [11, 11, 13, 13], [13, 13, 13, 13]])


def draw_mass(rng, stack, total, n):
    """Masses in GeV whose mean share inside 80-250 GeV is the published one."""
    spectrum, tail = np.array(SPECTRA[stack]["events"]), TAILS[stack]
    where = rng.random(n)
    outside = 1 - SPECTRA[stack]["inside"] / total
    bins = rng.choice(len(spectrum), n, p=spectrum / spectrum.sum())
    inside = rng.uniform(EDGES[bins], EDGES[bins + 1])
    below = rng.uniform(tail["from"], EDGES[0], n)
    cut = np.exp(-(tail["to"] - EDGES[-1]) / tail["slope"])
    above = EDGES[-1] - tail["slope"] * np.log(1 - rng.random(n) * (1 - cut))
    return np.where(where < outside * tail["below"], below, np.where(where < outside, above, inside))


def make_leptons(rng, stack, total, selected, rejected, mean_pt, resonant, flavours):
    """Columns of the leptons, one row an event, leading first; rejected events among the others."""
    n = selected + rejected
    masses = draw_mass(rng, stack, total, n)
    kind = FLAVOURS[rng.choice(3, n, p=flavours)].copy()
    sign = rng.choice([-1, 1], (n, 2))
    charge = np.stack([sign[:, 0], -sign[:, 0], sign[:, 1], -sign[:, 1]], 1)

    # A rejected event has a lepton that is no lepton: wrong charge, wrong flavour, or one too many.
    bad = np.zeros(n, bool)
    bad[rng.permutation(n)[:rejected]] = True
    why = rng.random(n)
    fifth = bad & (why < FIVE_LEPTONS)
    flavour = bad & (why > 0.4)
    kind[flavour, 3] = 24 - kind[flavour, 3]
    both = bad & ~fifth & (~flavour | (why > 0.75))
    charge[both, 3] = -charge[both, 3]

    pt, eta, phi, e = kinematics.draw(rng, masses, kind, mean_pt, resonant)
    leading = np.argsort(-pt, axis=1)
    columns = {"pt": pt * 1e3, "eta": eta, "phi": phi, "E": e * 1e3, "charge": charge, "type": kind}
    columns = {name: np.take_along_axis(values, leading, 1) for name, values in columns.items()}

    # The fifth lepton is the softest, so that the first four keep their mass.
    soft = rng.uniform(7e3, np.maximum(columns["pt"][:, 3], 7.001e3))
    soft_eta = rng.uniform(-2.4, 2.4, n)
    extra = {
        "pt": soft,
        "eta": soft_eta,
        "phi": rng.uniform(-np.pi, np.pi, n),
        "E": soft * np.cosh(soft_eta),
        "charge": rng.choice([-1, 1], n),
        "type": rng.choice([11, 13], n),
    }
    counts = np.where(fifth, 5, 4)
    keep = np.arange(5) < counts[:, None]
    dtypes = {"charge": np.int32, "type": np.uint32}
    jagged = {
        name: ak.unflatten(
            np.concatenate([values, extra[name][:, None]], 1)[keep].astype(dtypes.get(name, np.float32)),
            counts,
        )
        for name, values in columns.items()
    }
    return jagged, ~bad


def weight_columns(rng, good, lepton_types, factor, expected):
    """mcWeight and scale factors whose products over the selected events, times `factor`, sum to
    the published yield (float32 rounding leaves some 1e-9 of it)."""
    n = len(good)
    electrons = ak.to_numpy(ak.sum(lepton_types == 11, axis=1))
    muons = ak.to_numpy(ak.sum(lepton_types == 13, axis=1))
    columns = {
        "scaleFactor_PILEUP": rng.normal(1.0, 0.04, n).clip(0.85, 1.15),
        "scaleFactor_ELE": 0.985**electrons * rng.normal(1.0, 0.005, n),
        "scaleFactor_MUON": 0.992**muons * rng.normal(1.0, 0.003, n),
        "scaleFactor_LepTRIGGER": rng.normal(0.99, 0.008, n).clip(0.9, 1.05),
    }
    columns = {name: values.astype(np.float32) for name, values in columns.items()}
    product = np.prod([values.astype(np.float64) for values in columns.values()], axis=0)
    shape = rng.normal(1.0, 0.1, n).clip(0.5, 1.5)
    scale = expected / (factor * np.sum((shape * product)[good]))
    return {"mcWeight": (shape * scale).astype(np.float32), **columns}


def write(folder, name, run, channel, leptons, weights):
    n = len(leptons["pt"])
    columns = {
        "runNumber": np.full(n, run, np.int32),
        "eventNumber": np.arange(1, n + 1, dtype=np.int32),
        "channelNumber": np.full(n, channel, np.int32),
        **weights,
        "lep_n": ak.to_numpy(ak.num(leptons["pt"])).astype(np.uint32),
        **{f"lep_{key}": leptons[key] for key in ("pt", "eta", "phi", "E", "charge", "type")},
    }
    # The numbers of each column one after another, of lists without their lengths: lep_n has these.
    table, parts, position = {}, [], 0
    for key, values in columns.items():
        flat = ak.to_numpy(ak.flatten(values, axis=None))
        table[key] = {"dtype": str(flat.dtype), "position": position, "length": len(flat)}
        parts.append(flat.tobytes())
        position += len(parts[-1])
    (folder / f"{name}.json").write_text(json.dumps(table))
    (folder / f"{name}.bin").write_bytes(b"".join(parts))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.root"):
        old.unlink()
    with tempfile.TemporaryDirectory() as drawn:
        draw(pathlib.Path(drawn))
        subprocess.run(["npx", "tsx", HERE / "write-sample.ts", drawn, folder], check=True)


def draw(drawn):
    entries = CATALOGUE["samples"]
    totals = {stack: sum(e["yield"] for e in entries.values() if e["stack"] == stack) for stack in SPECTRA}

    for i, (name, entry) in enumerate(entries.items()):
        rng = np.random.default_rng([SEED, i])
        stack = entry["stack"]
        leptons, good = make_leptons(rng, stack, totals[stack], *SAMPLES[name])
        factor = CATALOGUE["lumi"] * entry["xsec"] / (entry["sumw"] * entry["red_eff"])
        weights = weight_columns(rng, good, leptons["type"], factor, entry["yield"])
        write(drawn, f"mc_{entry['DSID']}.{name}.4lep.root", 284500, entry["DSID"], leptons, weights)

    make_data(drawn, totals, np.random.default_rng(DATA_SEED))


def make_data(folder, totals, rng):
    """Toy data: as many events of each stack as a counting experiment would see."""
    like = {"Background Z, tt": "Zmumu", "Background ZZ*": "llll", "Signal (m_H = 125 GeV)": "ggH125_ZZ4lep"}
    for i, (period, share) in enumerate(PERIODS.items()):
        parts = []
        for stack, sample in like.items():
            selected = rng.poisson(totals[stack] * share)
            rejected = rng.poisson(totals[stack] * share * REJECTED_IN_DATA)
            _, _, mean_pt, resonant, _ = SAMPLES[sample]
            if selected + rejected > 0:
                made = make_leptons(
                    rng, stack, totals[stack], selected, rejected, mean_pt, resonant, (0.22, 0.5, 0.28)
                )
                parts.append(made[0])
        leptons = {key: ak.concatenate([part[key] for part in parts]) for key in parts[0]}
        order = rng.permutation(len(leptons["pt"]))
        leptons = {key: values[order] for key, values in leptons.items()}
        zero = np.zeros(len(order), np.float32)
        weights = {"mcWeight": zero, **{f"scaleFactor_{key}": zero for key in SCALE_FACTORS}}  # as in real data
        write(folder, f"data_{period}.4lep.root", i + 1, i + 1, leptons, weights)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HIGGS / "sample")

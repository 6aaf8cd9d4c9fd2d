"""Verifies every claim about examples/higgs/sample with uproot, awkward and vector.

    python scripts/sample/check.py [FOLDER [FOLDER WITH THE REAL data_A.4lep.root]]
"""

import json
import pathlib
import sys

import awkward as ak
import numpy as np
import uproot
import vector

vector.register_awkward()
HERE = pathlib.Path(__file__).parent
HIGGS = HERE.parent.parent / "examples" / "higgs"
SPECTRA = json.loads((HERE / "spectra.json").read_text())["stacks"]
CATALOGUE = json.loads((HIGGS / "samples.json").read_text())
FACTORS = ["mcWeight", "scaleFactor_ELE", "scaleFactor_MUON", "scaleFactor_LepTRIGGER", "scaleFactor_PILEUP"]
DTYPES = {
    "runNumber": "int32",
    "eventNumber": "int32",
    "channelNumber": "int32",
    **{name: "float32" for name in FACTORS},
    "lep_n": "uint32",
    **{f"lep_{name}": "float32" for name in ("pt", "eta", "phi", "E")},
    "lep_charge": "int32",
    "lep_type": "uint32",
}


def read(file):
    tree = uproot.open(file)["mini"]
    return tree.arrays(list(DTYPES))


def dtypes(events):
    return {name: str(ak.flatten(events[name], axis=None).type.content) for name in events.fields}


def selection(events, leptons=None):
    charge = ak.sum(events.lep_charge[:, :leptons], axis=1)
    kind = ak.sum(events.lep_type[:, :leptons], axis=1)
    return (charge == 0) & ((kind == 44) | (kind == 48) | (kind == 52))


def mass(events):
    columns = {"pt": "lep_pt", "eta": "lep_eta", "phi": "lep_phi", "energy": "lep_E"}
    columns = {key: ak.values_astype(events[name][:, :4], "float64") for key, name in columns.items()}
    leptons = ak.zip(columns, with_name="Momentum4D")
    return ak.to_numpy(ak.sum(leptons, axis=1).mass) / 1000


def main(folder, real):
    files = sorted(folder.glob("*.root"))
    size = sum(file.stat().st_size for file in files)
    assert size <= 2_000_000, size
    data = {file.name[5]: read(file) for file in files if file.name.startswith("data_")}
    assert sorted(data) == ["A", "B", "C", "D"]
    if real is not None:
        branches = uproot.open(real / "data_A.4lep.root")["mini"]
        assert dtypes(branches.arrays(list(DTYPES))) == DTYPES, "the real files have other types"
    for name, events in data.items():
        assert dtypes(events) == DTYPES, name
        m, good = mass(events), selection(events)
        first = ak.sum(selection(events, 4))
        print(f"data_{name}: {len(events)} read, {ak.sum(good)} selected, {first} by the first four")
        assert np.all(m[good] > 40)

    inside = {stack: [0.0, 0.0, np.zeros(34), np.zeros(34)] for stack in SPECTRA}
    edges = np.linspace(80, 250, 35)
    for name, entry in CATALOGUE["samples"].items():
        events = read(folder / f"mc_{entry['DSID']}.{name}.4lep.root")
        assert dtypes(events) == DTYPES, name
        assert np.all(ak.to_numpy(events.lep_n) == ak.to_numpy(ak.num(events.lep_pt)))
        assert np.all(ak.to_numpy(events.channelNumber) == entry["DSID"])
        factor = CATALOGUE["lumi"] * entry["xsec"] / (entry["sumw"] * entry["red_eff"])
        good = selection(events)
        yields = []
        for dtype in ("float32", "float64"):  # as NumPy multiplies float32 columns, and exactly
            factors = [ak.to_numpy(events[f]).astype(dtype) for f in FACTORS]
            weight = np.prod(factors, axis=0, dtype=dtype) * np.dtype(dtype).type(factor)
            weight = weight[good].astype("float64")
            yields.append(weight.sum())
            assert abs(yields[-1] / entry["yield"] - 1) < 1e-6, (name, dtype, yields[-1])
        m = mass(events)[good]
        part = inside[entry["stack"]]
        range_ = (m >= 80) & (m < 250)
        part[0] += weight[range_].sum()
        part[1] += (weight[range_] ** 2).sum()
        part[2] += np.histogram(m, edges, weights=weight)[0]
        part[3] += np.histogram(m, edges, weights=weight**2)[0]
        if entry["stack"] != "Background Z, tt":
            assert ak.sum(good) >= 500, name
        product = np.prod([ak.to_numpy(events[f]) for f in FACTORS[1:]], axis=0)
        leading = ak.to_numpy(events.lep_pt[:, 0])
        five = int(ak.sum(events.lep_n == 5))
        assert np.all(events.lep_pt[:, :-1] >= events.lep_pt[:, 1:]) and leading.min() > 25e3
        assert ak.min(events.lep_pt) > 7e3 * (1 - 1e-6) and ak.max(abs(events.lep_eta)) < 2.7
        off = [abs(y / entry["yield"] - 1) for y in yields]
        print(
            f"{name}: {len(events)} read, {ak.sum(good)} selected, {five} with five leptons, "
            f"yield {yields[1]:.9g} (off by {off[0]:.1e} in float32, {off[1]:.1e} in float64), "
            f"scale factors {product.min():.2f} to {product.max():.2f}, mass {m.min():.1f} to {m.max():.1f} GeV"
        )
    for stack, (total, variance, bins, variances) in inside.items():
        published, error = SPECTRA[stack]["inside"], np.sqrt(variance)
        shape = np.array(SPECTRA[stack]["events"])
        some = (variances > 0) & (shape > 0)
        assert np.all(bins[shape == 0] == 0), "events where the template has none"
        chi2 = np.sum((bins[some] - shape[some]) ** 2 / variances[some])
        print(
            f"{stack}: {total:.2f} +- {error:.2f} in 80-250 GeV, published {published}; "
            f"chi2 of the shape {chi2:.1f}/{some.sum()}"
        )
        assert abs(total - published) < 3 * error
    print(f"all claims hold; {len(files)} files, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    folders = [pathlib.Path(arg) for arg in sys.argv[1:]]
    main(folders[0] if folders else HIGGS / "sample", folders[1] if len(folders) > 1 else None)

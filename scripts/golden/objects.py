"""Writes test/data/root/objects.root and what uproot reads from it, test/data/root/objects.json.

Histograms of every number type and dimension, with and without weights, with labels; profiles with
and without weights; graphs are written by hand in the tests. The cases have the form of the
conformance command's `objects`; `hists` is what `to_hist` makes of each; `steps` how many entries
uproot reads at a time from the trees of numbers-none.root.

usage: python scripts/golden/objects.py   (numpy, hist, boost-histogram, uproot 5.7.7)
"""

import hashlib
import json
import math
import os
import sys

# hist.py beside this file is not the package.
sys.path = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]

import boost_histogram as bh
import hist
import numpy as np
import uproot

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "test", "data", "root")
FILE = "objects.root"


def jnum(v):
    v = float(v)
    if math.isnan(v):
        return "NaN"
    if math.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    return int(v) if v == int(v) and abs(v) < 2**53 and math.copysign(1, v) > 0 else v


def array(x):
    x = np.asarray(x, dtype="<f8")
    finite = x[np.isfinite(x)]
    out = {
        "dtype": "float64",
        "n": int(x.size),
        "shape": list(x.shape),
        "sha256": hashlib.sha256(x.tobytes()).hexdigest(),
        "first8": [jnum(v) for v in x.ravel()[:8]],
        "sum": math.fsum(finite.tolist()),
    }
    if finite.size:
        out["min"], out["max"] = jnum(finite.min()), jnum(finite.max())
    if np.isnan(x).sum():
        out["n_nan"] = int(np.isnan(x).sum())
    if np.isinf(x).sum():
        out["n_inf"] = int(np.isinf(x).sum())
    return out


def case(file, key, classname):
    o = file[key]
    out = {"file": FILE, "key": key, "class": classname}
    if classname == "TObjString":
        return {**out, "value": str(o)}
    if classname.startswith("TGraph"):
        return {**out, "x": array(o.values("x")), "y": array(o.values("y"))}
    out["axes"] = [array(axis.edges(flow=False)) for axis in o.axes]
    out["labels"] = [axis.labels() for axis in o.axes]
    out["values"] = array(o.values(flow=True))
    out["errors"] = array(o.errors(flow=True))
    out["variances"] = array(o.variances(flow=True))
    out["name"], out["title"] = o.member("fName"), o.member("fTitle")
    for name in ["fEntries", "fTsumw", "fTsumw2", "fTsumwx", "fTsumwx2"]:
        out[name] = jnum(o.member(name))
    return out


def as_hist(o):
    try:
        h = o.to_hist()
    except NotImplementedError:
        return None
    view = h.view(flow=True)
    names = view.dtype.names
    fields = {n: view[n] for n in names} if names else {"value": view}
    return {
        "repr": [type(a).__name__ for a in h.axes],
        "names": [a.name for a in h.axes],
        "labels": [a.label for a in h.axes],
        "storage": h.storage_type.__name__,
        "shape": list(view.shape),
        "view": {n: [jnum(x) for x in np.asarray(v, "f8").ravel()] for n, v in fields.items()},
    }


def main():
    rng = np.random.default_rng(20240607)
    x, y, z = rng.normal(0, 1, (3, 500))
    w = rng.uniform(-0.2, 2, 500)
    regular = hist.axis.Regular(7, -2, 2.1, name="x", label="x [GeV]")
    variable = hist.axis.Variable([-3, -1, 0, 0.5, 2], name="y", label="y")
    third = hist.axis.Regular(3, -1, 1, name="z")
    path = os.path.join(OUT, FILE)
    # Not compressed: the tests damage what is behind the keys.
    with uproot.recreate(path, compression=None) as f:
        f["h1"] = hist.Hist(regular, storage=bh.storage.Double()).fill(x)
        f["h1w"] = hist.Hist(regular, storage=bh.storage.Weight()).fill(x, weight=w)
        f["dir/h2"] = hist.Hist(regular, variable, storage=bh.storage.Double()).fill(x, y)
        f["dir/h2w"] = hist.Hist(regular, variable, storage=bh.storage.Weight()).fill(x, y, weight=w)
        f["dir/sub/h3w"] = hist.Hist(regular, variable, third, storage=bh.storage.Weight()).fill(
            x, y, z, weight=w
        )
        for dtype in ["i1", "i2", "i4", "f4"]:
            f["th1_" + dtype] = np.histogram(x, bins=9, range=(-2, 2))[0].astype(dtype), np.linspace(
                -2, 2, 10
            )
        names = ["one", "two", "drei", "vier"]
        words = [names[i] for i in rng.integers(0, 4, 500)]
        labelled = hist.Hist(hist.axis.StrCategory(names, name="c"), storage=bh.storage.Double())
        f["labelled"] = labelled.fill(words)
        numbered = hist.Hist(hist.axis.IntCategory([5, 3, 11], name="i"), storage=bh.storage.Weight())
        f["numbered"] = numbered.fill(rng.choice([5, 3, 11], 500), weight=w)
        f["profile"] = hist.Hist(regular, storage=bh.storage.Mean()).fill(x, sample=y)
        f["profile_w"] = hist.Hist(regular, storage=bh.storage.WeightedMean()).fill(
            x, sample=y, weight=np.abs(w)
        )
        f["text"] = "some text, dépêche: 300 × " + "long " * 60
        f["h1"] = hist.Hist(regular, storage=bh.storage.Double()).fill(2 * x)
    cases, hists = [], {}
    with uproot.open(path) as f:
        for key, classname in f.classnames(recursive=True).items():
            if classname.startswith("TDirectory"):
                continue
            cases.append(case(f, key, classname))
            if classname.startswith(("TH", "TProfile")):
                made = as_hist(f[key])
                if made is not None:
                    hists[key] = made
    with uproot.open(os.path.join(OUT, "numbers-none.root")) as f:
        tree = f["tree"]
        steps = {s: [len(a) for a in tree.iterate(["float64", "list_float32"], step_size=s)] for s in ["200 B", "500 B", "1 kB", "100 MB"]}
        show = []

        class Stream:
            def write(self, text):
                show.append(text)

        tree.show(stream=Stream())
    versions = {m.__name__: m.__version__ for m in [uproot, hist, bh, np]}
    with open(os.path.join(OUT, "objects.json"), "w") as out:
        json.dump(
            {"versions": versions, "cases": cases, "hists": hists, "steps": steps, "show": "".join(show)},
            out,
            indent=1,
            ensure_ascii=False,
        )
        out.write("\n")


main()

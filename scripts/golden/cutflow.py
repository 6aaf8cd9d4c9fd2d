"""coffea's cut flows as histograms of variables and as .npz -> test/data/selection/cutflow.json, with their inputs."""

import io
import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
# The scripts beside this one have names of packages.
sys.path.pop(0)

import awkward as ak
import coffea
import hist
import numpy as np
from coffea.analysis_tools import PackedSelection, Weights

OUT = Path(__file__).parents[2] / "test/data/selection/cutflow.json"
N = 40
rng = np.random.default_rng(5)
met = np.round(rng.exponential(40, N), 3)
counts = rng.integers(0, 4, N)
pt = ak.unflatten(np.round(rng.exponential(30, counts.sum()) + 5, 3), counts)
weight = np.round(rng.normal(1, 0.3, N), 4)
common = rng.random(N) < 0.8
kind = rng.integers(0, 2, N)
cuts = {"one": rng.random(N) < 0.7, "two": rng.random(N) < 0.5, "longer name": rng.random(N) < 0.6}

selection = PackedSelection()
selection.add_multiple(cuts)
weights = Weights(N, storeIndividual=True)
weights.add("w", weight)


def saved(flow):
    buffer = io.BytesIO()
    flow.to_npz(buffer, compute=True)
    buffer.seek(0)
    with np.load(buffer) as arrays:
        return {name: [arrays[name].dtype.str, arrays[name].tolist()] for name in arrays.files}


def contents(h):
    view = h.view(flow=True)
    return [h.values(flow=True).tolist(), h.variances(flow=True).tolist() if "value" in (view.dtype.names or ()) else None]


def case(options, plot):
    flow = selection.cutflow(*cuts, **options)
    minus = selection.nminusone(*cuts, **options)
    # coffea takes lists alone: one number for each event is a list of one.
    variables = {"met": ak.singletons(ak.Array(met)), "pt": pt}
    if plot.get("categorical"):
        plot = {**plot, "categorical": {"axis": hist.axis.IntCategory([0, 1], name="kind"), "values": ak.Array(kind), "labels": ["a", "b"]}}
    onecut, cutflow, *_ = flow.plot_vars(variables, **plot)
    nminusone, *_ = minus.plot_vars(variables, **plot)
    edges = [h.axes[0].edges.tolist() for h in onecut]
    return {
        "edges": edges, "onecut": [contents(h) for h in onecut], "cutflow": [contents(h) for h in cutflow],
        "nminusone": [contents(h) for h in nminusone], "npz": saved(flow), "npzMinus": saved(minus),
    }


weighted = {"weights": weights, "weightsmodifier": None}
bins = {"bins": [5, 4], "start": [0, 10], "stop": [100, 90]}
cases = {
    "plain": case({}, {}),
    "common": case({"commonmask": common}, {**bins, "scale": 2.5}),
    "weighted": case({"commonmask": common, **weighted}, {"edges": [[0, 10, 50], [5, 20, 80, 81]]}),
    "unweighted": case(weighted, {**bins, "weighted": False, "scale": 0.5}),
    "categorical": case({"commonmask": common, **weighted}, {**bins, "categorical": True}),
}
doc = {
    "versions": {"coffea": coffea.__version__, "hist": hist.__version__, "numpy": np.__version__},
    "inputs": {
        "met": met.tolist(), "pt": ak.to_list(pt), "weight": weight.tolist(), "common": common.tolist(), "kind": kind.tolist(),
        "cuts": {name: cut.tolist() for name, cut in cuts.items()},
    },
    "cases": cases,
}
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps(doc, separators=(",", ":")).replace('"cases"', '\n"cases"') + "\n")
print(len(cases), OUT.stat().st_size)

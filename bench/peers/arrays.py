"""Awkward, vector and boost-histogram on columns in memory, read from a four-lepton file.

    python arrays.py sum|sum-varied|mass|fill FILE
"""

import sys

import awkward as ak
import boost_histogram as bh
import numpy as np
import uproot
import vector

from peer import serve

vector.register_awkward()


def main(what, file):
    tree = uproot.open(file)["mini"]
    if what in ("sum", "sum-varied"):
        pt = tree["lep_pt"].array()
        if what == "sum-varied":
            # The same numbers in lists of 0 to 8, at random: the branch predictor's other case.
            counts = tree["eventNumber"].array(library="np") % 9
            counts = counts[: np.searchsorted(np.cumsum(counts), len(ak.flatten(pt)), side="right")]
            pt = ak.unflatten(ak.flatten(pt)[: counts.sum()], counts)
        work, package = lambda: ak.sum(pt, axis=1), "awkward"
        answer = ak.to_numpy(work()).astype(float)[:: max(1, len(pt) // 1000)].tolist()
    elif what == "mass":
        names = {"pt": "lep_pt", "eta": "lep_eta", "phi": "lep_phi", "energy": "lep_E"}
        columns = {key: tree[name].array()[:, :4] for key, name in names.items()}

        # In float64: that is what ours computes, and float32 masses cancel.
        columns = {key: ak.values_astype(column, "float64") for key, column in columns.items()}
        leptons = ak.zip(columns, with_name="Momentum4D")
        work, package = lambda: (leptons[:, 0] + leptons[:, 1] + leptons[:, 2] + leptons[:, 3]).mass, "vector"
        answer = ak.to_numpy(work())[:: max(1, len(leptons) // 1000)].tolist()
    else:
        values = tree["mcWeight"].array(library="np").astype(float)
        weights = tree["scaleFactor_ELE"].array(library="np").astype(float)
        axis = bh.axis.Regular(34, 0.5, 1.5)

        def work():
            h = bh.Histogram(axis, storage=bh.storage.Weight())
            return h.fill(values, weight=weights)

        package = "boost-histogram"
        view = work().view(flow=True)
        answer = {"values": view.value.tolist(), "variances": view.variance.tolist()}
    serve(work, answer, package)


main(sys.argv[1], sys.argv[2])

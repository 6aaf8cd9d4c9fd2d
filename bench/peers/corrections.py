"""Corrections of bench/corrections: corrections.py FOLDER N NAME correctionlib|numba|"one by one"."""

import sys

import correctionlib
import numba
import numpy as np
from peer import serve

folder, n, name, package = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
correction = correctionlib.CorrectionSet.from_file(f"{folder}/payload.json")[name]
columns = {"pt": np.float64, "eta": np.float64, "event": np.int64}
inputs = [np.fromfile(f"{folder}/{v.name}.bin", columns[v.name], n) for v in correction.inputs]


@numba.njit(error_model="numpy")
def lookup(pt, eta, pt_edges, eta_edges, content):
    out = np.empty(len(pt))
    bins, fast = len(pt_edges) - 1, len(eta_edges) - 1
    for i in range(len(pt)):
        a = min(max(np.searchsorted(pt_edges, pt[i], side="right") - 1, 0), bins - 1)
        b = min(max(np.searchsorted(eta_edges, eta[i], side="right") - 1, 0), fast - 1)
        out[i] = content[a * fast + b]
    return out


def numba_work():
    import json

    with open(f"{folder}/payload.json") as file:
        data = next(c["data"] for c in json.load(file)["corrections"] if c["name"] == name)
    tables = [np.array(x, np.float64) for x in (*data["edges"], data["content"])]
    return lambda: lookup(*inputs, *tables)


def calls():
    values = list(zip(*(column.tolist() for column in inputs)))
    return lambda: np.array([correction.evaluate(*one) for one in values])


if package == "numba":
    work = numba_work()
elif package == "one by one":
    work, package = calls(), "correctionlib"
else:
    work = lambda: correction.evaluate(*inputs)
answer = work()
answer.tofile(f"{folder}/peer.f64")
serve(lambda: work() is None, float(answer.sum()), package)

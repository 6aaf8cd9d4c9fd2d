"""The chains of operations of bench/array/expression.ts: expression.py FOLDER N flat|jagged."""

import sys

import awkward as ak
import numpy as np
from peer import serve

folder, n, shape = sys.argv[1], int(sys.argv[2]), sys.argv[3]
pt, eta, d0 = (np.fromfile(f"{folder}/{name}.f32", np.float32, n) for name in ("pt", "eta", "d0"))
if shape == "jagged":
    offsets = np.fromfile(f"{folder}/offsets.i32", np.int32)
    lists = lambda x: ak.Array(ak.contents.ListOffsetArray(ak.index.Index32(offsets), ak.contents.NumpyArray(x)))
    pt, eta, d0 = lists(pt), lists(eta), lists(d0)


def work():
    crack = (abs(eta) > 1.37) & (abs(eta) < 1.52)
    return (pt > 25e3) & (abs(eta) < 2.47) & ~crack & (abs(d0) < 5)


answer = np.asarray(ak.flatten(work()) if shape == "jagged" else work())
answer.tofile(f"{folder}/peer.u8")
serve(lambda: work() is None, int(answer.sum()), "awkward" if shape == "jagged" else "numpy")

"""boost-histogram's side of bench/hist: reads the cases, fills, prints medians and contents as JSON."""

import json
import statistics
import sys
import time

import boost_histogram as bh
import numpy as np

AXES = {
    "regular": lambda a: bh.axis.Regular(a["bins"], a["start"], a["stop"]),
    "variable": lambda a: bh.axis.Variable(a["edges"]),
    "intCategory": lambda a: bh.axis.IntCategory(a["categories"]),
    "strCategory": lambda a: bh.axis.StrCategory(a["categories"]),
}


def column(folder, name):
    if name.startswith("s."):
        with open(f"{folder}/s.json") as file:
            return np.array(json.load(file))
    return np.fromfile(f"{folder}/{name}", dtype=name.split(".")[1])


def main(folder, rounds):
    with open(f"{folder}/cases.json") as file:
        cases = json.load(file)
    out = []
    for case in cases:
        axes = [AXES[a["kind"]](a) for a in case["axes"]]
        storage = bh.storage.Weight() if case["storage"] == "weight" else bh.storage.Double()
        values = [column(folder, name) for name in case["values"]]
        weight = column(folder, case["weight"]) if case.get("weight") else None
        times = []
        for _ in range(rounds + 1):
            h = bh.Histogram(*axes, storage=storage)
            start = time.process_time()
            h.fill(*values, weight=weight)
            times.append(time.process_time() - start)
        view = h.view(flow=True)
        contents = [view["value"], view["variance"]] if view.dtype.names else [view]
        cells = np.stack([np.asarray(c, dtype=np.float64).ravel() for c in contents], axis=-1)
        cells.tofile(f"{folder}/{case['id']}.peer")
        out.append({"id": case["id"], "seconds": statistics.median(times[1:])})
    print(json.dumps({"version": bh.__version__, "cases": out}))


main(sys.argv[1], int(sys.argv[2]))

"""Times Awkward Array and vector on the arrays of bench/array: reads requests, one JSON object a line,
from standard input; answers each with median seconds (wall and CPU) and a checksum of the result."""

import json
import statistics
import sys
import time

import awkward as ak
import numpy as np
import vector

vector.register_awkward()


def load(folder, n):
    offsets = np.fromfile(f"{folder}/offsets.i32", np.int32).astype(np.int64)
    columns = {name: np.fromfile(f"{folder}/{name}.f32", np.float32) for name in ("pt", "eta", "phi", "energy")}
    lists = {name: ak.Array(ak.contents.ListOffsetArray(ak.index.Index64(offsets), ak.contents.NumpyArray(x))) for name, x in columns.items()}
    lists["objects"] = ak.zip(dict(lists))
    lists["flat"] = ak.Array(columns["pt"])
    lists["f64"] = ak.values_astype(lists["pt"], np.float64)
    lists["above"] = lists["pt"] > 25
    lists["masked"] = ak.mask(lists["pt"], lists["above"])
    lists["wide"] = lists["f64"] * 0.02
    lists["weight"] = ak.Array(np.linspace(0, 1, n).astype(np.float32))
    return lists


def mass(a):
    v = vector.zip({k: a[k] for k in ("pt", "eta", "phi", "energy")})
    return ak.sum(v[:, :4], axis=1).mass


TASKS = {
    "sum f32": lambda a: ak.sum(a["pt"], axis=1),
    "sum f64": lambda a: ak.sum(a["f64"], axis=1),
    "max f32": lambda a: ak.max(a["pt"], axis=1),
    "num": lambda a: ak.num(a["pt"], axis=1),
    "any": lambda a: ak.any(a["pt"] > 25, axis=1),
    "mask": lambda a: a["pt"][a["pt"] > 25],
    "filter": lambda a: a["pt"][a["weight"] > 0.5],
    "add jagged": lambda a: a["pt"] + a["energy"],
    "multiply flat": lambda a: a["pt"] * a["weight"],
    "greater": lambda a: a["pt"] > 25,
    "greater f64": lambda a: a["f64"] > a["wide"],
    "chain": lambda a: np.sqrt(a["pt"] * a["pt"] + a["energy"] * a["energy"]),
    "where": lambda a: ak.where(a["above"], a["pt"], a["energy"]),
    "where scalar": lambda a: ak.where(a["above"], a["f64"], 0.5),
    "fillNone": lambda a: ak.fill_none(a["masked"], -1.5),
    "isNone": lambda a: ak.is_none(a["masked"], axis=1),
    "mask to null": lambda a: ak.mask(a["pt"], a["above"]),
    "exp f64": lambda a: np.exp(a["wide"]),
    "log f64": lambda a: np.log(a["f64"]),
    "sin f64": lambda a: np.sin(a["f64"]),
    "arctan2 f64": lambda a: np.arctan2(a["f64"], a["wide"]),
    "hypot f64": lambda a: np.hypot(a["f64"], a["wide"]),
    "power f64": lambda a: np.power(a["wide"], 1.5),
    "four-lepton mass": mass,
    "first four": lambda a: a["pt"][:, :4],
    "argmax": lambda a: ak.argmax(a["pt"], axis=1),
    "sum axis 0": lambda a: ak.sum(a["f64"], axis=0),
    "mean f32": lambda a: ak.mean(a["pt"], axis=1, mask_identity=True),
    "sort f32": lambda a: ak.sort(a["pt"]),
    "sort f64": lambda a: ak.sort(a["f64"]),
    "sort flat": lambda a: ak.sort(a["flat"]),
    "argsort": lambda a: ak.argsort(a["pt"], ascending=False),
    "argcombinations 2": lambda a: ak.argcombinations(a["pt"], 2)["1"],
    "combinations 2": lambda a: ak.combinations(a["pt"], 2)["1"],
    "pad none": lambda a: ak.pad_none(a["pt"], 4),
    "firsts": lambda a: ak.firsts(a["pt"]),
    "cartesian": lambda a: ak.cartesian([a["pt"], a["eta"]])["1"],
    "mask of objects": lambda a: a["objects"][a["above"]],
    "concatenate axis 0": lambda a: ak.concatenate([a["pt"], a["energy"]]),
    "concatenate axis 1": lambda a: ak.concatenate([a["pt"], a["energy"]], axis=1),
}
MASS64 = lambda a: (ak.sum(vector.zip({k: ak.values_astype(a[k], np.float64) for k in ("pt", "eta", "phi", "energy")})[:, :4], axis=1)).mass


def checksum(x):
    flat = ak.to_numpy(ak.fill_none(ak.flatten(x, axis=None), 0))
    return [len(x), len(flat), float(np.sum(flat, dtype=np.float64))]


arrays = None
for line in sys.stdin:
    request = json.loads(line)
    if "folder" in request:
        arrays = load(request["folder"], request["n"])
        print("{}", flush=True)
        continue
    task = TASKS[request["task"]]
    wall, cpu = [], []
    for _ in range(request["repeat"]):
        w, c = time.perf_counter(), time.process_time()
        result = task(arrays)
        wall.append(time.perf_counter() - w)
        cpu.append(time.process_time() - c)
    if request["task"] == "four-lepton mass":
        result = MASS64(arrays)  # vector computes in float32 there; the numbers to agree with are float64's
    print(json.dumps({"wall": statistics.median(wall), "cpu": statistics.median(cpu), "sum": checksum(result)}), flush=True)

"""Golden histograms of boost-histogram and hist: test/data/hist/*.json.

python scripts/golden/hist.py   (versions: bench/peers/requirements.txt)
Numbers are float64 as 16 hex digits each, most significant byte first, so that bits are compared.
"""

import json
import pathlib
import sys

# This file has the name of the package it imports.
sys.path.pop(0)

import boost_histogram as bh
import hist
import numpy as np

OUT = pathlib.Path(__file__).parents[2] / "test" / "data" / "hist"
RNG = np.random.default_rng(20240607)
VERSIONS = {"boost-histogram": bh.__version__, "hist": hist.__version__, "numpy": np.__version__}


def bits(values):
    return np.asarray(values, dtype=np.float64).ravel().astype(">f8").tobytes().hex()


def view(h, flow=True):
    v = h.view(flow=flow)
    if v.dtype.names:
        return {name: bits(v[name]) for name in v.dtype.names}
    return {"value": bits(v)}


def total(h, flow):
    s = h.sum(flow=flow)
    return bits([s.value, s.variance] if hasattr(s, "variance") else [s])


def write(name, cases):
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"versions": VERSIONS, "cases": cases}, separators=(",", ":"))
    (OUT / f"{name}.json").write_text(text + "\n")


def edges():
    """Edges, centers and indices at and beside the edges, of ranges whose edges are not exact."""
    cases = []
    for bins, start, stop in [(10, -2, 3), (34, 80, 250), (7, 0.1, 0.8), (3, 1e-9, 7e-9), (100, -np.pi, np.pi), (5, 3, -2)]:
        for flow in (True, False):
            ax = bh.axis.Regular(bins, start, stop, underflow=flow, overflow=flow)
            e = ax.edges
            x = np.concatenate([e, np.nextafter(e, np.inf), np.nextafter(e, -np.inf), ax.centers, [np.nan, np.inf, -np.inf]])
            h = bh.Histogram(ax)
            h.fill(x)
            index = [int(i) for i in ax.index(x)]
            cases.append({"axis": [bins, float(start), float(stop)], "flow": flow, "edges": bits(e), "centers": bits(ax.centers), "values": bits(x), "index": index, "view": view(h)})
    write("edges", cases)


def fills():
    """Weighted fills whose sums depend on the order, then sums, projections and slices."""
    n = 2_000
    x = RNG.normal(120, 30, n)
    y = RNG.normal(0, 1.5, n).astype(np.float32)
    weight = np.exp(RNG.normal(0, 2, n)) * np.where(RNG.random(n) < 0.1, -1, 1)
    names = np.array(["ggH", "ZZ", "Zjets"])[RNG.integers(0, 3, n)]
    cases = []
    for storage in ("Weight", "Double"):
        h = hist.Hist(
            hist.axis.Regular(34, 80, 250, name="m"),
            hist.axis.StrCategory([], growth=True, name="dataset"),
            hist.axis.Variable([-3, -1, 0, 0.5, 2], name="y"),
            storage=storage,
        )
        h.fill(m=x, dataset=list(names), y=y, weight=weight)
        one = h.project("m")
        parts = {
            "project m": one,
            "project y m": h.project("y", "m"),
            "dataset ZZ": h[{"dataset": "ZZ"}],
            "dataset ZZ, y sum": h[{"dataset": "ZZ", "y": sum}],
            "m 100 to 200": h[{"m": slice(bh.loc(100), bh.loc(200))}],
            "m 100 to 200 sum": h[{"m": slice(bh.loc(100), bh.loc(200), sum)}],
            "m rebin 5": h[{"m": slice(None, None, bh.rebin(5))}],
            "m bins 3 to -4 rebin 2, y overflow": h[{"m": slice(3, -4, bh.rebin(2)), "y": bh.overflow}],
            "sum with flow m, bin 1 of y": h[{"m": sum, "y": 1}],
            "plus itself": h + h,
        }
        cases.append({
            "storage": storage.lower(),
            "categories": list(h.axes["dataset"]),
            "view": view(h),
            "sum": total(h, False),
            "sumFlow": total(h, True),
            "sum m": total(one, False),
            "sumFlow m": total(one, True),
            "parts": {name: {"shape": [a.extent for a in part.axes], "edges": [bits(a.edges) for a in part.axes], "view": view(part)} for name, part in parts.items()},
        })
    data = {"m": x, "y": y, "weight": weight}
    for name, values in data.items():
        values.astype(np.float64).tofile(OUT / f"fills.{name}.f8")
    codes = np.array([["ggH", "ZZ", "Zjets"].index(s) for s in names], dtype=np.uint8)
    codes.tofile(OUT / "fills.dataset.u1")
    write("fills", cases)


def growth():
    """Growing axes filled several times, with values far outside on both sides."""
    cases = []
    for kind in ("regular", "variable", "integer", "intCategory"):
        ax = {
            "regular": lambda: bh.axis.Regular(4, 0, 1, growth=True),
            "variable": lambda: bh.axis.Variable([0, 0.5, 1], growth=True),
            "integer": lambda: bh.axis.Integer(0, 2, growth=True),
            "intCategory": lambda: bh.axis.IntCategory([], growth=True),
        }[kind]()
        h = bh.Histogram(ax, bh.axis.Regular(3, 0, 3), storage=bh.storage.Weight())
        steps = []
        for _ in range(4):
            values = RNG.normal(0, 4, 25)
            if kind.startswith("int"):
                values = np.round(values).astype(int)
            other = RNG.uniform(-0.5, 3.5, 25)
            weight = RNG.normal(1, 1, 25)
            h.fill(values, other, weight=weight)
            a = h.axes[0]
            e = [float(c) for c in a] if kind == "intCategory" else a.edges
            steps.append({"values": bits(values), "other": bits(other), "weight": bits(weight), "edges": bits(e), "view": view(h)})
        cases.append({"kind": kind, "steps": steps})
    write("growth", cases)


OUT.mkdir(parents=True, exist_ok=True)
edges()
fills()
growth()

"""Golden answers of hist and boost-histogram on small examples: test/data/hist/words.json.

python scripts/golden/hist_words.py   (versions: bench/peers/requirements.txt)
The examples are made again in test/hist/words.test.ts. Numbers are as Python's json prints them.
"""

import json
import pathlib
import sys
import warnings

# A file beside this one has the name of a package.
sys.path.pop(0)

import boost_histogram as bh
import hist
import numpy as np
from hist import Hist

warnings.simplefilter("ignore")
OUT = pathlib.Path(__file__).parents[2] / "test" / "data" / "hist" / "words.json"


def plain(v):
    v = np.asarray(v, dtype=float).ravel()
    return [x if np.isfinite(x) else str(x) for x in v.tolist()]


def view(h):
    v = h.view(flow=True)
    return {n: plain(v[n]) for n in v.dtype.names} if v.dtype.names else {"value": plain(v)}


X = [-1, 0.2, 0.7, 1.2, 1.3, 2.6, 2.7, 3.1, 3.9, 4.5, 5.9, 7]
C = ["b", "a", "cc", "a", "b", "b", "a", "zz", "cc", "a", "b", "a"]
W = [1, 2, 0.5, 3, 1, 1, 2, 4, 1, 0.25, 2, 1]


def example(storage):
    h = Hist.new.Reg(6, 0, 6, name="x", label="X").StrCat(["b", "a", "cc"], name="c")
    h = getattr(h, storage)()
    kw = {"sample": [w * 1.5 for w in W]} if "Mean" in storage else {}
    return h.fill(x=X, c=C, weight=None if storage == "Mean" else W, **kw)


STORAGES = ["Double", "Int64", "AtomicInt64", "Unlimited", "Weight", "Mean", "WeightedMean"]


def arithmetic():
    out = {}
    for s in STORAGES:
        a = Hist.new.Int(0, 3, flow=False)
        a = getattr(a, s)()
        b = a.copy()
        kw = {"sample": [5.0, 6, 8, 1]} if "Mean" in s else {}
        a.fill([0, 1, 1, 2], **kw)
        b.fill([1, 1, 2, 2], **kw)
        others = {"hist": b, "2": 2, "2.5": 2.5, "list": np.array([1, 2, 3]), "reals": np.array([0.5, 2, 3])}
        for op in ("add", "subtract", "multiply", "divide"):
            for name, other in others.items():
                try:
                    with np.errstate(all="ignore"):
                        r = {"add": lambda: a + other, "subtract": lambda: a - other, "multiply": lambda: a * other, "divide": lambda: a / other}[op]()
                    out[f"{s} {op} {name}"] = {"storage": r.storage_type.__name__, "view": view(r)}
                except Exception as error:
                    out[f"{s} {op} {name}"] = {"error": type(error).__name__}
    return out


def parts():
    out = {}
    for s in ("Double", "Weight"):
        h = example(s)
        named = {
            "groups": h[:: bh.rebin(groups=[1, 2, 3]), :],
            "groups in a range": h[1 : 5 : bh.rebin(groups=[1, 3]), :],
            "groups from": h[2 :: bh.rebin(groups=[1, 3]), :],
            "edges": h[:: bh.rebin(edges=[0, 2, 6]), :],
            "axis": h[:: bh.rebin(axis=hist.axis.Variable([0, 1, 6], underflow=False, name="y")), :],
            "categories": h[:, :: bh.rebin(groups=[2, 1], axis=hist.axis.StrCategory(["ab", "c"]))],
            "pick": h[:, ["a", "b"]],
            "pattern": h[:, ["c*", "?"]],
            "sort": h.sort("c"),
            "sort reversed": h.sort("c", reverse=True),
            "integrate": h.integrate("x"),
            "integrate a range": h.integrate("x", 1, 4),
            "integrate a list": h.integrate("c", ["a", "cc"]),
            "integrate from": h.integrate("c", "a"),
            "project": h.project("c"),
            "project without flow": h[0:6:sum, :],
            "factor": h[:: bh.rebin(4), :],
            "loc": h[bh.loc(1.5) : bh.loc(4) : bh.rebin(2), :],
        }
        for name, part in named.items():
            edges = [[str(c) for c in a] if a.traits.discrete and not a.traits.ordered else plain(a.edges) for a in part.axes]
            out[f"{s} {name}"] = {"view": view(part), "edges": edges}
        out[f"{s} profile"] = view(h.profile("x"))
        out[f"{s} density"] = plain(h.density())
        for flow in (False, True):
            out[f"{s} numpy {flow}"] = [plain(a) for a in h.to_numpy(flow=flow)]
    a = Hist.new.Int(0, 3).Reg(3, 0, 0.3, underflow=False).Reg(2, -1, 0, overflow=False).Var([0, 1, 3]).Bool().Int64()
    for flow in (False, True):
        out[f"edges {flow}"] = [plain(e) for e in a.to_numpy(flow=flow)[1:]]
    return out


def texts():
    one = Hist.new.Reg(5, 0, 10, name="x", label="X").Double().fill([1, 2, 3, 7, 11, -1, 7.5])
    weighted = Hist.new.Var([0, 1, 2.5, 10], name="x").Weight()
    weighted.fill([1, 2, 3, 7, 11, -1, 7.5], weight=[0.1, 2, 3, 4, 5, 6, 7])
    names = Hist.new.StrCat(["aa", "it's"], name="c").Int64().fill(["aa", "it's", "z"])
    negative = Hist.new.Reg(6, -1, 1).Double()
    negative[...] = [-2, -1.3, 3.5, 0, 5, -0.7]
    large = Hist.new.Reg(3, -1, 1.5).Double()
    large[...] = [-2, 1, 1e6]
    small = Hist.new.Int(0, 2, flow=False).Double()
    small[...] = [0.00012345, 0.123456]
    charts = {
        "one": one,
        "weighted": weighted,
        "names": names,
        "negative": negative,
        "large": large,
        "small": small,
        "circle": Hist.new.Reg(3, -1, 1, circular=True).Double().fill([0, 0.5, 2.2]),
        "root": Hist.new.Sqrt(3, 0, 1).Double().fill([0.2, 0.3]),
        "flags": Hist.new.Bool().Double().fill([True, True, False]),
        "integers": Hist.new.IntCat([3, -1]).Double().fill([3, 3, -1, 7], weight=2.5),
        "empty": Hist.new.Int(-1, 2).Double(),
    }
    reprs = {
        **charts,
        "mean": Hist.new.Var([0, 1, 2]).Mean().fill([0.2, 0.3, 0.7], sample=[1, 2, 3.5]),
        "weighted mean": Hist.new.Var([0, 1, 2]).WeightedMean().fill([0.2, 0.3, 0.7], sample=[1, 2, 3.5], weight=[1, 2, 0.5]),
        "many": Hist.new.Var([0, 1e-20, 123456.789, 2e7]).Reg(3, 0, 1 / 3, underflow=False).Reg(3, 0, 1 / 3, flow=False).Int(0, 3, circular=True).Int(0, 3, growth=True).IntCat([1, 2]).StrCat(["it's", 'q"', "a\\b"]).Pow(3, 1, 10, power=0.5).Log(3, 1, 10).Bool(label="B").Unlimited(),
        "two": example("Weight"),
        "large sum": Hist.new.Bool().Double().fill([0, 1], weight=[1e16, 0.25]),
        "small sum": Hist.new.Bool().Double().fill([0], weight=[1.5e-7]),
    }
    return {"charts": {k: str(h) for k, h in charts.items()}, "reprs": {k: repr(h) for k, h in reprs.items()}, "html": {k: h._repr_html_() for k, h in {"one": one, "weighted": weighted, "two": example("Weight")}.items()}}


versions = {"boost-histogram": bh.__version__, "hist": hist.__version__, "numpy": np.__version__}
data = {"versions": versions, "arithmetic": arithmetic(), "parts": parts(), "texts": texts()}
OUT.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n")

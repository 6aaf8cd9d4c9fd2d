"""Writes test/data/root/*.root and the values that uproot reads back from them.

One tree in every codec, small baskets: numbers of every type, arrays of fixed size, lists of
varying length (empty ones, NaN, infinities and both zeros among them), a tree without entries, one
in a directory. The cases in the JSON files have the form of the conformance command's `trees`.

usage: python scripts/golden/root-files.py   (numpy, awkward 2.14, uproot 5.7.7, lz4, zstandard)
"""

import hashlib
import json
import math
import os

import awkward as ak
import numpy as np
import uproot

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "test", "data", "root")
DTYPES = "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split()
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.5]
CODECS = {
    "none": None,
    "zlib": uproot.ZLIB(9),
    "lz4": uproot.LZ4(4),
    "zstd": uproot.ZSTD(5),
    "lzma": uproot.LZMA(6),
}


def numbers(rng, dtype, shape):
    """Few different values, so that codecs have something to do."""
    return pool(rng, dtype)[rng.integers(0, 8, shape)]


def pool(rng, dtype):
    shape = 8
    if dtype == "bool":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype.startswith("float"):
        out = rng.normal(0, 1e3, shape).astype(dtype)
        out[: len(SPECIAL)] = SPECIAL
        return out
    info = np.iinfo(dtype)
    out = rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    out[:2] = [info.min, info.max]
    return out


def part(rng, n):
    """n entries of every branch."""
    data = {}
    for dtype in DTYPES:
        data[dtype] = numbers(rng, dtype, n)
    data["fixed"] = numbers(rng, "float32", (n, 3))
    data["matrix"] = numbers(rng, "int16", (n, 2, 3))
    counts = rng.integers(0, 5, n)
    counts[: n // 3] = 0
    for dtype in ["bool", "uint16", "int32", "uint64", "float32"]:
        content = numbers(rng, dtype, int(counts.sum()))
        data["list_" + dtype] = ak.unflatten(content, counts)
    return data


def jnum(v):
    if isinstance(v, (bool, np.bool_)):
        return bool(v)
    if isinstance(v, (int, np.integer)):
        return int(v) if abs(int(v)) <= 2**53 else str(int(v))
    if math.isnan(v):
        return "NaN"
    if math.isinf(v):
        return "Infinity" if v > 0 else "-Infinity"
    return float(v)


def jlist(x):
    return [jlist(y) for y in x[:8]] if isinstance(x, list) else jnum(x)


def leaf(values, path, buffers):
    values = np.ascontiguousarray(values)
    out = {"path": path, "dtype": values.dtype.name, "n": int(values.size)}
    flat = values.ravel()
    if values.dtype.kind == "b":
        out["sum"] = int(flat.sum())
    elif values.dtype.kind in "iu":
        out["sum"] = jnum(sum(int(x) for x in flat))
        if flat.size:
            out["min"], out["max"] = jnum(flat.min()), jnum(flat.max())
    else:
        finite = flat[np.isfinite(flat)].astype("f8")
        out["sum"] = math.fsum(finite.tolist())
        if finite.size:
            out["min"], out["max"] = float(finite.min()), float(finite.max())
        for name, count in (("n_nan", np.isnan(flat).sum()), ("n_inf", np.isinf(flat).sum())):
            if count:
                out[name] = int(count)
    raw = values.astype(values.dtype.newbyteorder("<")).tobytes()
    out["sha256"] = hashlib.sha256(b"".join(buffers) + raw).hexdigest()
    return out


def column(array):
    layout = ak.to_packed(array, highlevel=False)
    if layout.is_list and not layout.is_regular:
        layout = layout.to_ListOffsetArray64(True)
        offsets = np.asarray(layout.offsets.data).astype("<i8")
        content = ak.to_numpy(ak.Array(layout.content))[: offsets[-1]]
        return leaf(content, "[]", [offsets.tobytes()])
    values = ak.to_numpy(array)
    return leaf(values, "".join(f"[{n}]" for n in values.shape[1:]), [])


def cases(path):
    out = []
    with uproot.open(path) as file:
        for key, cls in file.classnames(recursive=True).items():
            if cls != "TTree":
                continue
            for branch in file[key].branches:
                array = branch.array()
                out.append(
                    {
                        "tree": key,
                        "branch": branch.name,
                        "entries": len(array),
                        "columns": [column(array)],
                        "first5": jlist_top(array[:5].to_list()),
                        "interp": type(branch.interpretation).__name__,
                        "typename": branch.typename,
                    }
                )
    return out


def jlist_top(entries):
    return [jlist(x) for x in entries]


def baskets():
    """20 baskets of each column; entry i is i / 2, i, and a list of i % 4 times i."""
    path = os.path.join(OUT, "baskets.root")
    with uproot.recreate(path, compression=None) as file:
        tree = file.mktree("tree", {"x": "float64", "n": "int32", "list": "var * int32"})
        for start in range(0, 800, 40):
            i = np.arange(start, start + 40, dtype="int32")
            tree.extend({"x": i / 2, "n": i, "list": ak.unflatten(np.repeat(i, i % 4), i % 4)})
    with uproot.open(path) as file:
        assert file["tree/x"].num_baskets == 20


def main():
    os.makedirs(OUT, exist_ok=True)
    baskets()
    expected = None
    for codec, compression in CODECS.items():
        rng = np.random.default_rng(20240710)
        path = os.path.join(OUT, f"numbers-{codec}.root")
        parts = [part(rng, n) for n in (70, 5, 30)]
        types = {
            name: values.type if isinstance(values, ak.Array) else (values.dtype, values.shape[1:])
            for name, values in parts[0].items()
        }
        with uproot.recreate(path, compression=compression) as file:
            tree = file.mktree("tree", types)
            for data in parts:
                tree.extend(data)
            file.mktree("empty", {"x": "float64", "list": "var * int32"})
            below = file.mktree("dir/sub/tree", {"x": "int32"})
            below.extend({"x": np.arange(3, dtype="int32")})
        found = cases(path)
        assert expected in (None, found), f"{codec}: other values than in the other codecs"
        expected = found
        with uproot.open(path) as file:
            branch = file["tree"]["float64"]
            assert branch.num_baskets == 3
            assert (branch.compressed_bytes < branch.uncompressed_bytes) == (codec != "none")
    versions = {"uproot": uproot.__version__, "awkward": ak.__version__, "numpy": np.__version__}
    with open(os.path.join(OUT, "numbers.json"), "w") as file:
        json.dump({"versions": versions, "cases": expected}, file, separators=(",", ":"))
        file.write("\n")


main()

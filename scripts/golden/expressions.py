"""NumPy and Awkward Array -> test/data/array/expressions.json: what expressions give. Numbers that are
not finite are the strings NaN, Infinity and -Infinity, integers beyond 2^53 decimal strings."""

import json
from pathlib import Path

import awkward as ak
import numpy as np

PATH = Path(__file__).parents[2] / "test/data/array/expressions.json"

VALUES = {
    "bool": [True, False, True, True, False, False],
    "int8": [0, 1, -1, 127, -128, 5],
    "uint8": [0, 1, 255, 128, 7, 5],
    "int16": [0, 1, -1, 32767, -32768, 300],
    "uint16": [0, 1, 65535, 32768, 300, 5],
    "int32": [0, 1, -1, 2147483647, -2147483648, 100000],
    "uint32": [0, 1, 4294967295, 2147483648, 300, 5],
    "int64": [0, 1, -1, 9223372036854775807, -9223372036854775808, 9007199254740993],
    "uint64": [0, 1, 18446744073709551615, 9223372036854775808, 300, 5],
    "float32": [0.0, 1.5, -2.5, float("nan"), float("inf"), 0.1],
    "float64": [0.0, 1.5, -2.5, float("nan"), float("-inf"), 0.1],
}

# Ours, and the same in Python, of a column x of each dtype.
ONE = [
    ("x + 1", "x + 1"),
    ("x + 1.0", "x + 1.0"),
    ("x * 2.5", "x * 2.5"),
    ("3 - x", "3 - x"),
    ("x + 300", "x + 300"),
    ("x / 2", "x / 2"),
    ("x // 2", "x // 2"),
    ("x % 3", "x % 3"),
    ("x ** 2", "np.power(x, 2)"),
    ("x ** 3 + 1", "np.power(x, 3) + 1"),
    ("fmod(x, 3)", "np.fmod(x, 3)"),
    ("x > 1", "x > 1"),
    ("x > 1.5", "x > 1.5"),
    ("x == 300", "x == 300"),
    ("x <= -1", "x <= -1"),
    ("x == true", "x == True"),
    ("x * true", "x * True"),
    ("-x", "-x"),
    ("abs(x)", "np.absolute(x)"),
    ("TMath::Abs(x) + std::abs(x)", "np.absolute(x) + np.absolute(x)"),
    ("fabs(x * 1.0)", "np.fabs(x * 1.0)"),
    ("sign(x)", "np.sign(x)"),
    ("deg2rad(x * 1.0)", "np.deg2rad(x * 1.0)"),
    ("xor(x, 1)", "np.logical_xor(x, 1)"),
    ("x & 1", "x & 1"),
    ("x | 6", "x | 6"),
    ("~x", "~x"),
    ("x << 1", "x << 1"),
    ("x >> 1", "x >> 1"),
    ("x && 1", "np.logical_and(x, 1)"),
    ("x || x > 3", "np.logical_or(x, x > 3)"),
    ("!x", "np.logical_not(x)"),
    ("0 < x < 100", "(0 < x) & (x < 100)"),
    ("x > 1 ? x : 0", "np.where(x > 1, x, 0)"),
    ("x > 1 ? x : 0.5", "np.where(x > 1, x, 0.5)"),
    ("x ? 1 : 2", "np.where(x, 1, 2)"),
    ("min(x, 1)", "np.minimum(x, 1)"),
    ("max(x, 1.5, x)", "np.maximum(np.maximum(x, 1.5), x)"),
    ("(x + x) * (x + x)", "(x + x) * (x + x)"),
    ("floor(x)", "np.floor(x)"),
    ("ceil(x)", "np.ceil(x)"),
    ("trunc(x)", "np.trunc(x)"),
    ("rint(x * 1.0)", "np.rint(x * 1.0)"),
    ("isnan(x) || isinf(x)", "np.isnan(x) | np.isinf(x)"),
    ("isfinite(x)", "np.isfinite(x)"),
    ("sqrt(x * 1.0)", "np.sqrt(x * 1.0)"),
    ("x + 2 * 3 - 7 // 2", "x + 2 * 3 - 7 // 2"),
    ("x * (1 / 4)", "x * (1 / 4)"),
]

# Of columns x and y of every pair of dtypes.
TWO = [
    ("x + y * x", "x + y * x"),
    ("x < y || x == y", "(x < y) | (x == y)"),
    ("x != y && !(y <= x)", "(x != y) & ~(y <= x)"),
    ("x > y ? x : y", "np.where(x > y, x, y)"),
]

JAGGED = {
    "pt": [[30.5, 10.25, 7.0], [], [50.0], [20.0, 25.0]],
    "eta": [[0.5, -2.0, 1.4], [], [-1.4], [2.6, 0.0]],
    "charge": [[1, -1, 1], [], [1], [-1, 1]],
    "met": [12.5, 40.0, 0.0, 25.0],
    "run": [1, 2, 3, 4],
    "deep": [[[1.0, 2.0], []], [], [[3.0]], [[], [4.0, 5.0, 6.0]]],
    "some": [None, 2.5, 3.5, None],
    "holes": [[1.0, None], [], [None], [4.0, 5.0]],
}

NESTED = [
    ("pt > 15 && abs(eta) < 2.47", "(pt > 15) & (abs(eta) < 2.47)"),
    ("sum(charge) == 0", "ak.sum(charge, axis=-1) == 0"),
    ("any(pt > 25) || all(eta > 0)", "ak.any(pt > 25, axis=-1) | ak.all(eta > 0, axis=-1)"),
    ("max(pt)", "ak.max(pt, axis=-1)"),
    ("min(pt) < 10", "ak.min(pt, axis=-1) < 10"),
    ("num(pt) >= 2", "ak.num(pt) >= 2"),
    ("mean(pt)", "ak.mean(pt, axis=-1)"),
    ("np.mean(holes) > 1", "ak.mean(holes, axis=-1) > 1"),
    ("prod(charge)", "ak.prod(charge, axis=-1)"),
    ("argmax(pt)", "ak.argmax(pt, axis=-1)"),
    ("argmin(eta) == 1", "ak.argmin(eta, axis=-1) == 1"),
    ("count_nonzero(charge)", "ak.count_nonzero(charge, axis=-1)"),
    ("Sum$(charge) + Length$(pt)", "ak.sum(charge, axis=-1) + ak.num(pt)"),
    ("pt[argmax(eta)]", "ak.firsts(pt[ak.argmax(eta, axis=-1, keepdims=True)])"),
    ("sort(pt)[:1]", "ak.sort(pt)[:, :1]"),
    ("pt[argsort(eta)]", "pt[ak.argsort(eta)]"),
    ("len(deep)", "ak.num(deep, axis=1)"),
    ("count(holes)", "ak.count(holes, axis=-1)"),
    ("sum(deep)", "ak.sum(deep, axis=-1)"),
    ("sum(sum(deep)) > met", "ak.sum(ak.sum(deep, axis=-1), axis=-1) > met"),
    ("pt + met", "pt + met"),
    ("deep * met", "deep * met"),
    ("pt[:2]", "pt[:, :2]"),
    ("pt[-1:]", "pt[:, -1:]"),
    ("pt[::-1]", "pt[:, ::-1]"),
    ("sum(pt[eta > 0])", "ak.sum(pt[eta > 0], axis=-1)"),
    ("pt[0]", "ak.firsts(pt)"),
    ("pt[0] > 20", "ak.firsts(pt) > 20"),
    ("deep[0]", "ak.firsts(deep)"),
    ("some + 1", "some + 1"),
    ("some > 3 && met > 1", "(some > 3) & (met > 1)"),
    ("holes * 2", "holes * 2"),
    ("holes + some", "holes + some"),
    ("sum(holes)", "ak.sum(holes, axis=-1)"),
    ("some > 3 ? met : -1", "ak.where(some > 3, met, -1)"),
    ("met > 20 ? pt : eta", "ak.where(met > 20, pt, eta)"),
    ("pt + deep", "pt + deep"),
    ("pt + charge", "pt + charge"),
    ("run * 2 + num(pt)", "run * 2 + ak.num(pt)"),
    ("run % 2 == 0 ? 1 : -1", "np.where(run % 2 == 0, 1, -1)"),
]


def plain(x):
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if x is None or isinstance(x, bool):
        return x
    if isinstance(x, int):
        return x if abs(x) <= 2**53 else str(x)
    return x if np.isfinite(x) else "NaN" if x != x else "Infinity" if x > 0 else "-Infinity"


def result(make):
    try:
        with np.errstate(all="ignore"):
            x = make()
    except Exception as error:
        return {"error": type(error).__name__}
    kind = str(x.type) if isinstance(x, ak.Array) else f"{len(x)} * {x.dtype}"
    return {"type": kind, "list": plain(x.tolist())}


def cases(pairs, names):
    return [[ours, result(lambda: eval(theirs, {"np": np, "ak": ak}, names))] for ours, theirs in pairs]


def main():
    columns = {dtype: np.array(values, dtype) for dtype, values in VALUES.items()}
    two = [[a, b, cases(TWO, {"x": x, "y": y})] for a, x in columns.items() for b, y in columns.items()]
    nested = {name: ak.Array(values) for name, values in JAGGED.items()}
    content = {
        "versions": {"awkward": ak.__version__, "numpy": np.__version__},
        "values": {dtype: plain(x.tolist()) for dtype, x in columns.items()},
        "one": {dtype: cases(ONE, {"x": x}) for dtype, x in columns.items()},
        "two": two,
        "columns": JAGGED,
        "nested": cases(NESTED, nested),
    }
    compact = {"separators": (",", ":")}
    lines = [f"{json.dumps(name)}: {json.dumps(value, **compact)}" for name, value in content.items()]
    PATH.write_text("{\n" + ",\n".join(lines).replace("],[\"", "],\n[\"") + "\n}\n")


main()

"""Arrays as Awkward prints them and writes them as JSON -> test/data/array/print.json"""
import json
import pathlib

import awkward as ak
import numpy as np

arrays = {
    "lists": ak.Array([[1, 2], [], [3]]),
    "hundred lists": ak.Array([[i] * (i % 4) for i in range(100)]),
    "range": ak.Array(np.arange(9, dtype=np.int32)),
    "empty": ak.Array([]),
    "one": ak.Array([[[1.5]]]),
    "halves": ak.Array([0.125, 2.125, 2.135, 1.005, 2.5, 999.5, 9995.0, 1.235e-5, -1e300, 0.0001, 1e-4 / 3, 0.0, -0.0, 12345.0, 100.0, 1000.0, 0.5]),
    "float32": ak.Array(np.array([0.1, 1e10, 3.14159], np.float32)),
    "not finite": ak.Array([float("nan"), float("inf"), -float("inf"), 1]),
    "bools and missing": ak.Array([True, None, False]),
    "text": ak.Array(["a", "it's", 'say "x"', "\u00e9\n\t\\", "both ' and \"", "\x07\u200b\U0001f600"]),
    "bytes": ak.Array([b"ab", b"\x00'\xff"]),
    "records": ak.Array([{"x": i, "y": [1.5] * i, "a name": {"deep": "word" * i}} for i in range(30)]),
    "wide records": ak.Array([{f"field_{k}": k * 1.5 for k in range(20)}] * 3),
    "options": ak.Array([{"x": 1, "y": [True]}, None]),
    "tuples": ak.Array([(1, 2.5, "z"), (2, 3.5, "yy")]),
    "no fields": ak.Array([{}, {}]),
    "union": ak.Array([1, "two", [3.5], {"x": None}, None]),
    "regular": ak.Array(np.arange(60, dtype=np.uint8).reshape(5, 4, 3)),
    "named": ak.with_name(ak.Array([{"x": 1, "y": 2}]), "Point"),
    "unit": ak.with_parameter(ak.Array([[1.5], []]), "unit", "GeV"),
    "nested names": ak.Array([[{"muon": {"pt": 1.5, "charge": -1}, "tags": ["a"]}], []]),
    "long text": ak.Array(["word " * 30, "b"]),
    "optional lists": ak.Array([[1], None, [2, 3]]),
    "big": ak.Array(np.array([2**63, 5], np.uint64)),
}

VIEWS = [{}, {"limit_rows": 1}, {"limit_rows": 2}, {"limit_rows": 5, "limit_cols": 30}, {"type": True, "limit_cols": 200}, {"type": True, "precision": 5}, {"limit_cols": 8}, {"limit_cols": 1}]
JSONS = [{}, {"num_indent_spaces": 2, "num_readability_spaces": 1}, {"line_delimited": True}, {"nan_string": "NaN", "posinf_string": "inf", "neginf_string": "-inf"}]
TEXTS = [
    "[9223372036854775807]", "[18446744073709551616]", "[-9223372036854775809]", "[1e400]", "[-0]", "[01]", "[1.]", "[NaN]", "[1] [2]",
    "", "[1,]", r'["\ud800"]', '[{"a":1,"a":2}]', "[1e2]", "[1,2.5]", '[{"a":1},{"b":2}]', '[{"a":{"b":[1]}}]', "[{}]", "[]", " [ [ ] , null ] ",
    '[1,"nan"]', r'["\u00e9\ud83d\ude00\n"]', '["a\tb"]', "[1 2]", "[tru]", '["x', "[", '{"a" 1}', '[{"__proto__":1}]', '[[1,"a"],[2.5]]',
]


def attempt(run):
    try:
        return run()
    except Exception as error:
        return {"error": type(error).__name__}


def case(a):
    form, length, container = ak.to_buffers(a)
    out = {"form": form.to_dict(verbose=False), "length": length, "buffers": {k: v.tobytes().hex() for k, v in container.items()}}
    out["repr"] = repr(a)
    out["shows"] = [a.show(**v, stream=None) for v in VIEWS]
    out["json"] = [attempt(lambda: ak.to_json(a, **v)) for v in JSONS]
    out["parameters"] = ak.parameters(a)
    if len(a) > 0 and isinstance(a[0], ak.Record):
        out["record"] = {"repr": repr(a[0]), "shows": [a[0].show(**v, stream=None) for v in VIEWS], "json": [attempt(lambda: ak.to_json(a[0], **v)) for v in JSONS]}
    return out


def read(text, **options):
    a = ak.from_json(text, **options)
    return {"type": str(a.type), "json": ak.to_json(a, nan_string="NaN")}


camel = lambda options: {"".join(w.capitalize() if i else w for i, w in enumerate(k.split("_"))): v for k, v in options.items()}
golden = {
    "views": [camel(v) for v in VIEWS],
    "jsons": [camel(v) for v in JSONS],
    "arrays": {name: case(a) for name, a in arrays.items()},
    "texts": [[t, attempt(lambda: read(t))] for t in TEXTS],
    "lines": [[t, attempt(lambda: read(t, line_delimited=True))] for t in ["1 2 3", "[1][2]", '{"a":1}\n\n{"b":2}\n', "", "1 x"]],
    "numbers": [[t, attempt(lambda: read(t, nan_string="nan"))] for t in ['[1.5,"nan"]', '[{"x":"nan"}]', '["inf"]']],
}
path = pathlib.Path(__file__).parents[2] / "test/data/array/print.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")

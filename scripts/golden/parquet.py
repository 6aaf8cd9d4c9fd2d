"""Parquet files by pyarrow and by Awkward, and what Awkward reads from them:
test/data/parquet/parquet.json.

    python scripts/golden/parquet.py
"""
import base64
import io
import json
import tempfile
from pathlib import Path

import awkward as ak
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def file(table, **options):
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def awkward_file(array, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        ak.to_parquet(array, path, **options)
        return path.read_bytes()


numbers = {
    name: pa.array(np.array([0, 1, 2, 100], dtype=name))
    for name in "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split()
}
words = ["Z", None, "", "µ⁺µ⁻", "Z"]
lists = [[1.5, None], [], None, [2.5, 3.5, 4.5], [0.0]]
rng = np.random.default_rng(1)
many = pa.table(
    {
        "x": pa.array(rng.integers(-5, 5, 3000)),
        "y": pa.array(np.cumsum(rng.random(3000)).astype(np.float32), mask=rng.random(3000) < 0.2),
        "z": pa.array([list(range(n)) for n in rng.integers(0, 4, 3000)]),
        "w": pa.array([f"w{n}" for n in rng.integers(0, 50, 3000)]),
    }
)
plain_text = pa.table({"s": pa.array(["a", "ab", "abc", None, "abd"] * 3), "i": pa.array(range(15), pa.int32())})
events = ak.zip(
    {"pt": ak.Array([[10.5, 20.5], [], [30.5]]), "charge": ak.Array([[1, -1], [], [1]])},
    with_name="Muon",
)
files = {
    "numbers": file(pa.table(numbers)),
    "limits": file(
        pa.table(
            {
                "i8": pa.array([-128, 127], pa.int8()),
                "u8": pa.array([0, 255], pa.uint8()),
                "u32": pa.array([0, 2**32 - 1], pa.uint32()),
                "i64": pa.array([-(2**63), 2**63 - 1], pa.int64()),
                "u64": pa.array([0, 2**64 - 1], pa.uint64()),
            }
        )
    ),
    "bool": file(pa.table({"x": [True, False, None] * 5, "y": [True] * 14 + [False]})),
    "text": file(
        pa.table(
            {
                "x": words,
                "y": pa.array(words, pa.large_string()),
                "z": pa.array([b"\x00", b"", None, b"\xff\x01", b"a"]),
                "w": pa.array([b"ab", b"cd", None, b"ef", b"gh"], pa.binary(2)),
            }
        )
    ),
    "lists": file(
        pa.table(
            {
                "x": pa.array(lists, pa.list_(pa.float64())),
                "y": pa.array(lists, pa.large_list(pa.float32())),
                "z": pa.array([[1, 2], [3, 4], [0, 0], [5, None], [7, 8]], pa.list_(pa.int32(), 2)),
                "w": pa.array([[[1], []], [], [[2, 3]], None, [[4]]]),
                "v": pa.array([[["a"], None], [], [["", None]], None, [[]]]),
            }
        )
    ),
    "structs": file(
        pa.table(
            {
                "x": pa.array([{"a": 1, "b": [{"c": "u"}]}, None, {"a": None, "b": None}]),
                "y": pa.array([[{"p": {"q": 1.5}}], [None, {"p": None}], []]),
            }
        )
    ),
    "map": file(pa.table({"x": pa.array([[("a", 1), ("b", None)], [], None], pa.map_(pa.string(), pa.int64()))})),
    "nothing": file(pa.table({"x": pa.nulls(3), "y": [1, 2, 3]})),
    "no rows": file(pa.table({"x": pa.array([], pa.list_(pa.float64())), "y": pa.array([], pa.string())})),
    "row groups and pages": file(many, row_group_size=1000, data_page_size=500, write_batch_size=64),
    "second version of pages": file(many, data_page_version="2.0", data_page_size=700, write_batch_size=64),
    "gzip": file(many.slice(0, 300), compression="gzip"),
    "zstd": file(many.slice(0, 300), compression="zstd"),
    "lz4": file(many.slice(0, 300), compression="lz4"),
    "no compression, no dictionary": file(many.slice(0, 300), compression="none", use_dictionary=False),
    "delta": file(
        plain_text, use_dictionary=False, column_encoding={"s": "DELTA_BYTE_ARRAY", "i": "DELTA_BINARY_PACKED"}
    ),
    "delta length": file(plain_text, use_dictionary=False, column_encoding={"s": "DELTA_LENGTH_BYTE_ARRAY"}),
    "split bytes": file(many.slice(0, 99).select(["y"]), use_dictionary=False, use_byte_stream_split=True),
    "no schema of Arrow": file(pa.table({"x": lists, "y": words}), store_schema=False),
    "old lists": file(pa.table({"x": lists}), use_compliant_nested_type=False),
    "dictionary": file(pa.table({"x": pa.array(words).dictionary_encode().cast(pa.string())})),
    "named records": awkward_file(ak.Array({"muon": events, "run": [1, 2, 3]})),
    "named rows": awkward_file(ak.flatten(events)),
    "tuples": awkward_file(ak.Array([[(1, 2.5)], [], [(3, 4.5)]])),
    "no fields": awkward_file(ak.Array([[1, 2], [3]])),
    "regular": awkward_file(ak.to_regular(ak.Array([[[1, 2]], [[3, 4]]]), axis=2)),
    "options": awkward_file(ak.Array([[1.5, None], None, [], [2.5]]), compression="snappy"),
    "without extension types": awkward_file(ak.Array({"muon": events}), extensionarray=False),
}


def plain(value):
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, float) and value != value:
        return "nan"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


cases = []
for name, data in files.items():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.parquet"
        path.write_bytes(data)
        # Awkward reads no maps of Parquet's, but the lists that they are.
        if name == "map":
            table = pq.read_table(path)
            key, value = pa.field("key", pa.string(), nullable=False), pa.field("value", pa.int64())
            entries = pa.field("entries", pa.struct([key, value]), nullable=False)
            array = ak.from_arrow(table.cast(pa.schema({"x": pa.list_(entries)})))
        else:
            array = ak.from_parquet(path)
    case = {"name": name, "file": base64.b64encode(data).decode(), "type": str(array.type)}
    if len(array) > 400:
        case["sums"] = {key: plain(ak.sum(array[key]).item()) for key in array.fields if key != "w"}
    else:
        case["list"] = plain(array.to_list())
    cases.append(case)

out = Path(__file__).parents[2] / "test" / "data" / "parquet" / "parquet.json"
out.parent.mkdir(exist_ok=True)
versions = {"pyarrow": pa.__version__, "awkward": ak.__version__}
text = json.dumps({"versions": versions, "cases": cases}, separators=(",", ":"))
out.write_text(text + "\n")
print(len(cases), "cases,", len(text), "bytes")

"""Arrow streams by pyarrow and by Awkward, and what Awkward reads from them:
test/data/array/arrow.json.

    python scripts/golden/arrow.py
"""
import base64
import json

import awkward as ak
import numpy as np
import pyarrow as pa


def stream(table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


numbers = {
    name: pa.array(np.array([0, 1, 2, 100], dtype=name))
    for name in "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64".split()
}
words = ["Z", None, "", "µ⁺µ⁻", "Z"]
lists = [[1.5, None], [], None, [2.5, 3.5, 4.5], [0.0]]
events = ak.zip(
    {"pt": ak.Array([[10.5, 20.5], [], [30.5]]), "charge": ak.Array([[1, -1], [], [1]])},
    with_name="Muon",
)
tables = {
    "numbers": pa.table(numbers),
    "large integers": pa.table({"x": pa.array([2**63 - 1, -(2**63)], pa.int64())}),
    "bool": pa.table({"x": [True, False, None] * 5, "y": [True] * 14 + [False]}),
    "text": pa.table(
        {
            "x": words,
            "y": pa.array(words, pa.large_string()),
            "z": pa.array([b"\x00", b"", None, b"\xff\x01", b"a"]),
            "w": pa.array([b"ab", b"cd", None, b"ef", b"gh"], pa.binary(2)),
        }
    ),
    "lists": pa.table(
        {
            "x": pa.array(lists, pa.list_(pa.float64())),
            "y": pa.array(lists, pa.large_list(pa.float32())),
            "z": pa.array([[1, 2], [3, 4], None, [5, None], [7, 8]], pa.list_(pa.int32(), 2)),
            "w": pa.array([[[1], []], [], [[2, 3]], None, [[4]]]),
        }
    ),
    "structs": pa.table(
        {"x": pa.array([{"a": 1, "b": [{"c": "u"}]}, None, {"a": None, "b": None}])}
    ),
    "nothing": pa.table({"x": pa.nulls(3)}),
    "no rows": pa.table({"x": pa.array([], pa.list_(pa.float64())), "y": pa.array([], pa.string())}),
    "slice": pa.table({"x": [1, None, 3, 4, None] * 5, "y": lists * 5, "z": [True, None] * 12 + [False]}).slice(11, 9),
    "chunks": pa.concat_tables(
        [pa.table({"x": [1, None], "y": [["a"], []]}), pa.table({"x": [3], "y": [["b", "c"]]})]
    ),
    "named records": ak.to_arrow_table(ak.Array({"muon": events, "run": [1, 2, 3]})),
    "named rows": ak.to_arrow_table(ak.flatten(events)),
    "tuples": ak.to_arrow_table(ak.Array([[(1, 2.5)], [], [(3, 4.5)]])),
    "no fields": ak.to_arrow_table(ak.Array([[1, 2], [3]])),
}
categories = pa.table(
    {"x": pa.array(words).dictionary_encode(), "y": pa.array(["b", "a", "b", "a", "a"]).dictionary_encode()}
)


def plain(value):
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


cases = []
for name, table in [*tables.items(), ("dictionaries", categories)]:
    data = stream(table)
    # As read back: Awkward reads slices of tables in memory wrongly.
    array = ak.from_arrow(pa.ipc.open_stream(data).read_all())
    type = str(array.type)
    if name == "dictionaries":
        type = type.replace("categorical[type=string]", "string")
    text = base64.b64encode(data).decode()
    cases.append({"name": name, "stream": text, "type": type, "list": plain(array.to_list())})

with open("test/data/array/arrow.json", "w") as file:
    json.dump({"cases": cases}, file, ensure_ascii=False, separators=(",", ":"))
    file.write("\n")

"""Layouts of every class as Awkward's to_buffers gives them -> test/data/array/buffers.json"""
import base64
import json
import pathlib

import awkward as ak
import numpy as np

C = ak.contents
i64 = lambda x: ak.index.Index64(np.array(x, np.int64))
i32 = lambda x: ak.index.Index32(np.array(x, np.int32))
u32 = lambda x: ak.index.IndexU32(np.array(x, np.uint32))
i8 = lambda x: ak.index.Index8(np.array(x, np.int8))
f8 = lambda n, **k: C.NumpyArray(np.arange(n) * 1.5, **k)
text = lambda *words: ak.Array(list(words)).layout
octets = lambda *words: ak.Array([w.encode() for w in words]).layout

layouts = {
    **{d: C.NumpyArray(np.array([0, 1, 100], d)) for d in "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64".split()},
    "inner shape": C.NumpyArray(np.arange(12, dtype=np.int32).reshape(2, 3, 2)),
    "inner shape of nothing": C.NumpyArray(np.zeros((3, 0, 2))),
    "unit": f8(3, parameters={"unit": "GeV", "nested": {"a": [1, None, True]}}),
    "empty": C.EmptyArray(),
    "offsets 64": C.ListOffsetArray(i64([1, 3, 3, 4]), f8(6)),
    "offsets 32": C.ListOffsetArray(i32([0, 3, 3, 5]), f8(5)),
    "offsets u32": C.ListOffsetArray(u32([0, 3, 3, 5]), f8(5)),
    "lists of nothing": C.ListOffsetArray(i64([0, 0, 0]), C.EmptyArray()),
    "starts and stops": C.ListArray(i64([4, 0, 2, 9]), i64([6, 3, 2, 9]), f8(6)),
    "adjacent starts and stops": C.ListArray(i32([1, 3, 3]), i32([3, 3, 5]), f8(6)),
    "overlapping u32": C.ListArray(u32([0, 1, 0]), u32([3, 3, 4]), f8(4)),
    "regular": C.RegularArray(f8(7), 3),
    "regular of nothing": C.RegularArray(f8(0), 0, 4),
    "record": C.RecordArray([f8(4), C.ListOffsetArray(i64([0, 1, 1, 2]), f8(2))], ["x", "a name"], 3),
    "named record": C.RecordArray([f8(3), f8(3)], ["x", "y"], parameters={"__record__": "Point", "unit": "m"}),
    "reserved name": C.RecordArray([f8(3)], ["x"], parameters={"__record__": "float64"}),
    "no fields": C.RecordArray([], [], 3),
    "tuple": C.RecordArray([f8(3), text("a", "b", "c")], None),
    "named tuple": C.RecordArray([f8(3)], None, parameters={"__record__": "One"}),
    "tuple with parameters": C.RecordArray([f8(2)], None, parameters={"p": 1}),
    "record with parameters": C.RecordArray([f8(2)], ["x"], parameters={"p": 1}),
    "indexed": C.IndexedArray(i64([3, 0, 0, 2]), f8(5)),
    "indexed record": C.IndexedArray(i32([1, 0]), C.RecordArray([f8(3)], ["x"]), parameters={"__record__": "P"}),
    "indexed option": C.IndexedOptionArray(i64([2, -1, 0, -7]), f8(4)),
    "indexed option 32": C.IndexedOptionArray(i32([-1, 1, 0]), C.ListOffsetArray(i64([0, 2, 3]), f8(3))),
    "all missing": C.IndexedOptionArray(i64([-1, -1]), f8(0)),
    "byte mask": C.ByteMaskedArray(i8([1, 0, 2]), f8(4), True),
    "byte mask, reversed": C.ByteMaskedArray(i8([1, 0, 1]), f8(3), False),
    "unmasked": C.UnmaskedArray(f8(3)),
    "option with parameters": C.IndexedOptionArray(i64([0, -1]), f8(1), parameters={"p": "q"}),
    "strings": text("one", "", "µ日本"),
    "bytestrings": octets("one", "", "\x01"),
    "strings that may be missing": ak.Array(["a", None]).layout,
    "scattered strings": C.ListArray(i64([3, 0]), i64([5, 2]), C.NumpyArray(np.frombuffer(b"abcde", np.uint8), parameters={"__array__": "char"}), parameters={"__array__": "string"}),
    "chars": C.NumpyArray(np.frombuffer(b"abc", np.uint8), parameters={"__array__": "char"}),
    "union": C.UnionArray(i8([0, 1, 1, 0]), i64([0, 0, 1, 1]), [f8(2), text("a", "b")]),
    "union of one place": C.UnionArray(i8([0, 1, 0, 0]), i32([1, 0, 1, 0]), [f8(3), C.ListOffsetArray(i64([0, 2]), f8(2))]),
    "union of options": ak.Array([1, None, "a", [1.5, None]]).layout,
    "categorical": ak.str.to_categorical(ak.Array(["a", "b", "a"])).layout,
    "categorical, some missing": ak.str.to_categorical(ak.Array(["a", None, "a"])).layout,
    "deep": ak.Array([[[1, None], []], None, [[2]]]).layout,
    "records in lists": ak.Array([[{"x": 1, "y": [1.5]}], [], [{"x": 2, "y": []}]]).layout,
    **{f"bits, valid {v}, lsb {l}": C.BitMaskedArray(ak.index.IndexU8(np.array([0b01101001, 0b10], np.uint8)), f8(10), v, 10, l) for v in (True, False) for l in (True, False)},
}


def plain(x):
    if isinstance(x, bytes):
        return list(x)
    if isinstance(x, (list, tuple)):
        return [plain(y) for y in x]
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    return x


cases = []
for name, layout in layouts.items():
    form, length, buffers = ak.to_buffers(layout)
    values = ak.to_list(layout)
    if isinstance(values, str):  # an array of characters; ours gives their codes
        values = list(values.encode())
    cases.append({
        "name": name,
        "form": form.to_dict(verbose=True),
        "short": form.to_dict(verbose=False),
        "length": length,
        "buffers": {k: base64.b64encode(np.ascontiguousarray(v).tobytes()).decode() for k, v in buffers.items()},
        "type": str(ak.Array(layout).type),
        "list": plain(values),
    })
out = pathlib.Path(__file__).parents[2] / "test/data/array/buffers.json"
out.write_text(json.dumps({"awkward": ak.__version__, "cases": cases}, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf8")

"""Writes test/data/root/ntuple-*.root and the values that must be read back from them.

Files by uproot in several codecs; files from the specification for all it leaves out: every column
type, structure, late columns, representations. uproot reads the latter as well and must agree, apart
from what it is known to get wrong.

usage: python scripts/golden/ntuple-files.py   (numpy, awkward 2.14, uproot 5.7.7, xxhash)
"""

import json
import math
import os
import random
import struct

import awkward as ak
import numpy as np
import uproot
import xxhash
from ntuple_format import Column, write
from ntuple_types import (
    Alias,
    Array,
    Bitset,
    Cardinality,
    Leaf,
    List,
    Option,
    Record,
    String,
    Variant,
    Wrapped,
)
from ntuple_streamed import Streamed, many_hits, one_hit, streamer_infos
from ntuple_walk import canonical

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "test", "data", "root")
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.5, -2.0]
CODECS = {
    "none": None,
    "zlib": uproot.ZLIB(9),
    "lz4": uproot.LZ4(4),
    "zstd": uproot.ZSTD(5),
    "lzma": uproot.LZMA(6),
}
# Entries at which fields are added.
LATE = (40, 52, 70, 81, 139)
TEXTS = ["", "a", "électron", "muon", "τ→μμμ", "x" * 40]


class Table:
    """Fields with their values, clusters and what is added late."""

    def __init__(self, sizes, groups=None):
        self.sizes = sizes
        self.groups = groups or [len(sizes)]
        self.fields = []

    def add(self, name, node, values, late=0, zero=None):
        node.name = name
        node.late, node.zero = late, zero
        self.fields.append((node, list(values)))
        return node

    @property
    def entries(self):
        return sum(self.sizes)

    def write(self, path, **options):
        self.fields.sort(key=lambda pair: pair[0].late)
        fields, columns, aliases = [], [], []

        def number(node, parent):
            node.id = len(fields)
            node.parent = node.id if parent is None else parent.id
            fields.append(node)
            for column in node.columns:
                column.field, column.id = node, None
            for child in node.children:
                number(child, node)

        for node, _ in self.fields:
            number(node, None)
        header_fields = next((n.id for n in fields if getattr(n, "late", 0)), len(fields))
        for node in fields:
            columns += [column for column in node.columns if not getattr(column, "added", False)]
        header_columns = sum(column.field.id < header_fields for column in columns)
        columns += [c for node in fields for c in node.columns if getattr(c, "added", False)]
        for i, column in enumerate(columns):
            column.id = i
        for node in fields:
            shown = getattr(node, "shows", None)
            if shown is not None:
                node.source = shown.id
                aliases += [(column, node) for column in shown.columns[:1]]
        for node, _ in self.fields:
            if node.late:
                defer(node, node.late)
        start = 0
        clusters = []
        for index, n in enumerate(self.sizes):
            for node, values in self.fields:
                for entry in range(start, start + n):
                    if entry >= node.late:
                        node.append(values[entry])
            for column in columns:
                column.commit()
            clusters.append((index, start, n))
            start += n
        groups, at = [], 0
        for n in self.groups:
            groups.append(clusters[at : at + n])
            at += n
        # Page lists know the columns that there are when they are written.
        owners = {}
        for node, _ in self.fields:
            owners.update({one.id: node for one in node.all()})
        known = []
        for group in groups:
            _, first, n = group[-1]
            known.append(
                sum(
                    not (getattr(column, "added", False) and first < -column.first)
                    and owners[column.field.id].late < first + n
                    for column in columns
                )
            )
        write(
            path,
            "ntuple",
            fields,
            columns,
            aliases,
            groups,
            known=known,
            header_fields=header_fields,
            header_columns=header_columns,
            **options,
        )

    def cases(self):
        out = []
        for node, values in self.fields:
            if getattr(node, "unknown", False):
                continue
            read = [node.zero if i < node.late else value for i, value in enumerate(values)]
            found = []
            node.walk(read, "", [], found)
            case = {
                "tree": "ntuple;1",
                "branch": node.name,
                "entries": len(values),
                "columns": found,
            }
            out.append(case)
        return out


def defer(node, first):
    """First element indices: of the first column of each field that is not below a collection."""
    if isinstance(node, (Array, Bitset)):
        inner = first * node.size
    else:
        inner = first
    if node.columns:
        node.columns[0].first = inner if isinstance(node, Bitset) else first
    if isinstance(node, (Array, Record, Wrapped)):
        for child in node.children:
            defer(child, inner)


def pick(rng, pool, n):
    return [pool[rng.randrange(len(pool))] for _ in range(n)]


def integers(rng, dtype, n):
    info = np.iinfo(dtype)
    pool = [info.min, info.max, 0, 1, info.max // 3] + [
        rng.randint(info.min, info.max) for _ in range(9)
    ]
    return pick(rng, pool, n)


def encodings(rng):
    table = Table([60, 1, 130])
    n = table.entries
    for kind in ("Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"):
        values = integers(rng, kind.lower(), n)
        table.add(kind, Leaf(f"std::{kind.lower()}_t", kind), values)
        if kind[-1] != "8":
            table.add(f"Split{kind}", Leaf(f"std::{kind.lower()}_t", f"Split{kind}"), values)
    table.add("Bit", Leaf("bool", "Bit"), pick(rng, [True, False, False], n))
    table.add("Byte", Leaf("std::byte", "Byte"), integers(rng, "uint8", n))
    table.add("Char", Leaf("char", "Char"), integers(rng, "uint8", n))
    reals = SPECIAL + [rng.gauss(0, 1e3) for _ in range(20)] + [1e-42, -3e-40, 6e-8, 65504.0, 1e-7]
    for bits in (16, 32, 64):
        for split in ("", "Split"):
            with np.errstate(over="ignore"):
                values = pick(rng, np.asarray(reals, f"f{bits // 8}").tolist(), n)
            table.add(
                f"{split}Real{bits}",
                Leaf("double" if bits == 64 else "float", f"{split}Real{bits}"),
                values,
            )
    for bits in (10, 11, 16, 21, 24, 31):
        table.add(
            f"Trunc{bits}", Leaf("float", Column("Real32Trunc", bits=bits)), pick(rng, reals[3:], n)
        )
    for bits, low, high in (
        (1, 0, 1),
        (3, -1, 1),
        (8, -5, 7.5),
        (13, 0, 1e-3),
        (20, -1e5, 2),
        (32, -math.pi, math.pi),
    ):
        column = Column("Real32Quant", bits=bits, low=low, high=high)
        table.add(
            f"Quant{bits}",
            Leaf("float", column),
            [rng.uniform(low, high) for _ in range(n - 2)] + [low, high],
        )
    for i, index in enumerate(("Index32", "Index64", "SplitIndex32", "SplitIndex64")):
        lengths = pick(rng, [0, 0, 1, 2, 7], n)
        table.add(
            f"list{index}",
            List(Leaf("float", "SplitReal32"), index),
            [pick(rng, reals[3:8], k) for k in lengths],
        )
        table.add(f"text{index}", String(index), pick(rng, TEXTS[i:], n))
        table.add(f"length{index}", Cardinality(table.fields[-2][0]), table.fields[-2][1])
    return table


def structures(rng, sizes):
    table = Table(sizes, [1, 3])
    n = table.entries

    def lists(make, longest=4):
        return [[make() for _ in range(rng.randint(0, longest))] for _ in range(n)]

    def integer():
        return rng.randint(-100, 100)

    def i32():
        return Leaf("std::int32_t", "SplitInt32")

    def f32():
        return Leaf("float", "SplitReal32")

    table.add(
        "deep",
        List(List(List(i32()))),
        lists(
            lambda: [
                [integer() for _ in range(rng.randint(0, 3))] for _ in range(rng.randint(0, 2))
            ]
        ),
    )
    table.add("texts", List(String()), lists(lambda: rng.choice(TEXTS)))
    point = {"x": f32(), "y": Leaf("double", "Real64"), "hits": List(i32())}
    points = lists(
        lambda: {"x": float(integer()), "y": rng.random(), "hits": [integer()] * rng.randint(0, 2)}
    )
    source = table.add("points", List(Record("Point", **point)), points)
    table.add("points_x", Alias(source, "x"), points)
    table.add("nPoints", Cardinality(source), points)
    table.add("array", Array(f32(), 3), [[float(integer()) for _ in range(3)] for _ in range(n)])
    table.add(
        "matrix",
        Array(Array(i32(), 2), 3),
        [[[integer(), 1], [2, integer()], [3, 4]] for _ in range(n)],
    )
    table.add(
        "arrays", List(Array(Leaf("std::int16_t", "Int16"), 2)), lists(lambda: [integer(), 7])
    )
    table.add(
        "arrayOfLists",
        Array(List(i32()), 2),
        [[[integer()] * rng.randint(0, 3), [integer()]] for _ in range(n)],
    )
    table.add("optional", Option(i32()), [rng.choice([None, integer()]) for _ in range(n)])
    table.add(
        "pointer",
        Option(String(), typename="std::unique_ptr"),
        [rng.choice([None, *TEXTS]) for _ in range(n)],
    )
    table.add("options", List(Option(f32())), lists(lambda: rng.choice([None, 1.5])))
    table.add(
        "optionalList",
        Option(List(i32())),
        [rng.choice([None, [integer()] * 2, []]) for _ in range(n)],
    )

    def variant():
        return rng.choice(
            [
                (1, integer()),
                (2, rng.choice(TEXTS)),
                (3, [float(integer())] * rng.randint(0, 3)),
                (0, None),
            ]
        )

    def variants():
        return Variant(i32(), String(), List(f32()))

    table.add("variant", variants(), [variant() for _ in range(n)])
    table.add("variants", List(variants()), lists(variant))
    table.add(
        "optionalVariant",
        Variant(Option(i32()), f32()),
        [rng.choice([(1, None), (1, 5), (2, 2.5)]) for _ in range(n)],
    )
    table.add(
        "pair",
        Record("std::pair<std::int32_t,std::string>", _0=i32(), _1=String()),
        [{"_0": integer(), "_1": rng.choice(TEXTS)} for _ in range(n)],
    )
    table.add(
        "map",
        List(
            Record("std::pair<std::int32_t,float>", _0=i32(), _1=f32()),
            typename="std::map<std::int32_t,float>",
        ),
        lists(lambda: {"_0": integer(), "_1": 0.5}),
    )
    table.add("bitset", Bitset(19), [[rng.random() < 0.4 for _ in range(19)] for _ in range(n)])
    table.add("bitsets", List(Bitset(3)), lists(lambda: [True, rng.random() < 0.5, False]))
    table.add(
        "atomic", Wrapped("std::atomic<std::int32_t>", [i32()]), [integer() for _ in range(n)]
    )
    table.add(
        "enumeration",
        Wrapped("Color", [Leaf("std::uint8_t", "UInt8")]),
        [rng.randint(0, 3) for _ in range(n)],
    )
    table.add("empty", Record("Nothing"), [{}] * n)
    table.add("empties", List(Record("Nothing")), lists(dict))
    streamed = Streamed("Undescribed", bytes, None)
    streamed.unknown = True
    table.add("streamed", streamed, [b"bytes"] * n)
    # Bases of bases, members of one name in each.
    root = Record(
        "Root",
        base0=Record("Base", base0=Record("Oldest", x=i32(), z=f32()), x=i32()),
        x=i32(),
        own=i32(),
    )
    root.shown = {":_0": {"x": "Base::x"}}
    root.children[0].shown = {":_0": {"x": "Base::Oldest::x"}}
    table.add(
        "derived",
        root,
        [
            {"x": 1, "own": integer(), ":_0": {"x": 2, ":_0": {"x": integer(), "z": 0.25}}}
            for _ in range(n)
        ],
    )
    future = Leaf("std::int32_t", "SplitInt32")
    future.unknown = True
    table.add("future", future, [integer() for _ in range(n)])
    return table, future


def late(rng):
    table = Table([40, 30, 25, 45], [2, 2])
    n = table.entries

    def integer():
        return rng.randint(-100, 100)

    def i32():
        return Leaf("std::int32_t", "SplitInt32")

    numbers = [integer() for _ in range(n)]
    table.add("number", i32(), numbers)
    # Representations: which one a cluster stores.
    halves = [rng.randint(-200, 200) / 8 for _ in range(n)]
    for name, columns, dtype in (
        ("reals", ("Real16", "SplitReal32", "Real64", "Real32"), "f8"),
        ("floats", ("SplitReal32", "Real32", "Real16"), None),
        ("integers", ("Int16", "SplitUInt16", "Int8"), "i4"),
        ("longs", ("SplitInt32", "Int64"), "i8"),
        ("mixed", ("SplitInt64", "Real32"), "f8"),
    ):
        values = halves if "Real" in columns[0] else [abs(value) for value in numbers]
        node = table.add(name, Leaf("number", *columns, dtype=dtype), values)
        for i, column in enumerate(node.columns):
            column.suppressed = {k for k in range(4) if k % len(columns) != i}
    # A representation that came with the second group of clusters.
    added = table.add("added", Leaf("float", "Real32", "SplitReal32"), halves)
    added.columns[0].suppressed = {2, 3}
    added.columns[1].added = True
    added.columns[1].first = -70
    added.columns[1].suppressed = {0, 1}
    for first in LATE:
        late = {"late": first}
        table.add(f"number{first}", i32(), numbers, zero=0, **late)
        table.add(
            f"list{first}",
            List(Leaf("float", "Real32"), "Index32"),
            [[0.5] * (i % 3) for i in range(n)],
            zero=[],
            **late,
        )
        table.add(f"text{first}", String(), pick(rng, TEXTS, n), zero="", **late)
        table.add(
            f"array{first}", Array(i32(), 2), [[i, -i] for i in range(n)], zero=[0, 0], **late
        )
        table.add(
            f"bits{first}",
            Bitset(5),
            [[i % 2 == 0] * 5 for i in range(n)],
            zero=[False] * 5,
            **late,
        )
        table.add(
            f"variant{first}",
            Variant(i32(), String()),
            [(1 + i % 2, i if i % 2 == 0 else "odd") for i in range(n)],
            zero=(0, None),
            **late,
        )
        table.add(
            f"option{first}",
            Option(i32()),
            [i if i % 3 else None for i in range(n)],
            zero=None,
            **late,
        )
        table.add(
            f"record{first}",
            Record("R", a=i32(), b=List(i32())),
            [{"a": i, "b": [i]} for i in range(n)],
            zero={"a": 0, "b": []},
            **late,
        )
    return table


def streamed(rng):
    table = Table([21, 0, 14])
    n = table.entries

    def hit():
        charges = [rng.randint(-9, 9) / 4 for _ in range(rng.randint(0, 3))]
        return {
            "fTime": rng.random(),
            "fId": rng.randint(-100, 100),
            "fX": [0.5, -1.0, float(rng.randint(0, 9))],
            "fCharges": charges,
            "fName": rng.choice(TEXTS),
        }

    def some():
        return [hit() for _ in range(rng.randint(0, 3))]

    table.add("hit", one_hit(), [hit() for _ in range(n)])
    table.add("index32", one_hit("Index32"), [hit() for _ in range(n)])
    table.add("hits", many_hits(), [some() for _ in range(n)])
    table.add("list", List(one_hit()), [some() for _ in range(n)])
    table.add("record", Record("R", x=Leaf("float", "Real32"), hit=one_hit()),
              [{"x": 1.5, "hit": hit()} for _ in range(n)])
    table.add("number", Leaf("std::int32_t", "Int32"), range(n))
    return table


def check(path, cases, known_wrong):
    """Compares with what uproot reads."""
    with uproot.open(path) as file:
        for case in cases:
            name = case["branch"]
            if name in known_wrong:
                continue
            array = file["ntuple"][name].array()
            found = [
                {k: v for k, v in one.items() if k in ("path", "dtype", "n", "sha256")}
                for one in canonical(array)
            ]
            want = [
                {k: v for k, v in one.items() if k in ("path", "dtype", "n", "sha256")}
                for one in case["columns"]
            ]
            assert found == want, f"{path}: {name}: {found} by uproot, not {want}"


def by_uproot(rng):
    """One table in every codec: three clusters, each with its own page list."""

    def part(n, seed):
        r = np.random.default_rng(seed)
        counts = r.integers(0, 5, n)
        data = {}
        for dtype in "int8 uint8 int16 uint16 int32 uint32 int64 uint64".split():
            info = np.iinfo(dtype)
            pool = r.integers(info.min, info.max, 8, dtype=dtype, endpoint=True)
            data[dtype] = pool[r.integers(0, 8, n)]
        data["bool"] = r.integers(0, 2, n).astype(bool)
        for dtype in ("float32", "float64"):
            data[dtype] = np.array(SPECIAL, dtype)[r.integers(0, len(SPECIAL), n)]
        content = np.array(SPECIAL, "float32")[r.integers(0, 7, counts.sum())]
        data["list"] = ak.unflatten(content, counts)
        data["matrix"] = r.integers(0, 9, (n, 2, 3)).astype("int16")
        text = [TEXTS[i] for i in r.integers(0, len(TEXTS), n)]
        data["text"] = ak.Array(text)
        data["texts"] = ak.unflatten(
            ak.Array([TEXTS[i] for i in r.integers(0, 6, counts.sum())]), counts
        )
        data["record"] = ak.zip({"x": data["int32"], "y": data["list"]}, depth_limit=1)
        data["records"] = ak.zip({"x": data["list"], "y": data["list"] * 2})
        data["option"] = ak.Array([None if i % 3 == 0 else int(i) for i in range(n)])
        data["nested"] = ak.unflatten(
            ak.unflatten(np.arange(2 * counts.sum()), [2] * counts.sum()), counts
        )
        return data

    expected = None
    for codec, compression in CODECS.items():
        path = os.path.join(OUT, f"ntuple-{codec}.root")
        with uproot.recreate(path, compression=compression) as file:
            ntuple = file.mkrntuple("ntuple", part(150, 1))
            for n, seed in ((7, 2), (60, 3)):
                ntuple.extend(part(n, seed))
        with uproot.open(path) as file:
            ntuple = file["ntuple"]
            cases = []
            for name in ntuple.keys(recursive=False):
                array = ntuple[name].array()
                written = ak.concatenate(
                    [
                        ak.Array(part(150, 1)[name]),
                        *(ak.Array(part(*a)[name]) for a in ((7, 2), (60, 3))),
                    ]
                )
                assert canonical(array) == canonical(written) or name in ("option",), name
                cases.append(
                    {
                        "tree": "ntuple;1",
                        "branch": name,
                        "entries": len(array),
                        "columns": canonical(array),
                    }
                )
        assert expected in (None, cases), f"{codec}: other values than in the other codecs"
        expected = cases
    return expected


def main():
    os.makedirs(OUT, exist_ok=True)
    rng = random.Random(20240711)
    out = {f"ntuple-{codec}.root": None for codec in CODECS}
    shared = by_uproot(rng)
    out = {f"ntuple-{codec}.root": shared for codec in CODECS}

    def keep(name, table, known_wrong=(), **options):
        path = os.path.join(OUT, name)
        table.write(path, **options)
        out[name] = table.cases()
        check(path, out[name], known_wrong)

    table = encodings(rng)
    # uproot has float16 here, where a reader may widen.
    keep("ntuple-encodings.root", table, ["Real16", "SplitReal16"], page_elements=50)
    table, future = structures(rng, [33, 20, 0, 57])
    future.columns[0].type = 0x40
    # uproot shows pointers as lists, and does not count the indices of variants on to the next
    # cluster.
    variants = ["pointer", "variant", "variants", "optionalVariant"]
    keep("ntuple-structures.root", table, variants, page_elements=25)
    table, future = structures(random.Random(3), [9, 4, 0, 7])
    future.columns[0].type = 0x40
    keep("ntuple-raw.root", table, variants, page_elements=8, raw=True)
    # uproot reads representations narrower than the widest wrongly.
    wrong = ["reals", "floats", "integers", "longs", "mixed"]
    wrong += [f"variant{first}" for first in LATE if first < 139]
    keep("ntuple-late.root", late(rng), wrong, page_elements=16, large=True)
    # uproot refuses streamed fields, and knows nothing of split payloads.
    table = streamed(random.Random(5))
    streams = [node.name for node, _ in table.fields]
    keep("ntuple-streamed.root", table, streams, page_elements=500, raw=True, infos=streamer_infos())
    table, future = structures(random.Random(7), [90, 4, 0, 31])
    future.columns[0].type = 0x40
    path = os.path.join(OUT, "ntuple-split.root")
    table.write(path, page_elements=400, max_key=512, raw=True)
    out["ntuple-split.root"] = table.cases()
    # Pages of 16 kB and more.
    table = Table([4200, 10])
    n = table.entries
    table.add("x", Leaf("float", "Real32"), [(7 * i % 64) / 4 for i in range(n)])
    table.add("y", List(Leaf("std::int8_t", "Int8"), "Index32"), [[i % 7] * (i % 3) for i in range(n)])
    keep("ntuple-pages.root", table, page_elements=9000, raw=True)
    table = Table([3])
    table.add("x", Leaf("float", "Real32"), [1.0, 2.0, 3.0])
    table.write(os.path.join(OUT, "ntuple-feature.root"), page_elements=5, features=1 << 5)
    # uproot looks for the checksum where it stops reading.
    table = Table([3])
    table.add("x", Leaf("float", "Real32"), [1.0, 2.0, 3.0])
    table.write(os.path.join(OUT, "ntuple-newer.root"), page_elements=5, trailing=b"later")
    out["ntuple-newer.root"] = table.cases()
    versions = {
        "uproot": uproot.__version__,
        "awkward": ak.__version__,
        "numpy": np.__version__,
        "xxhash": xxhash.VERSION,
    }
    with open(os.path.join(OUT, "ntuple.json"), "w") as file:
        json.dump({"versions": versions, "files": out}, file, separators=(",", ":"))
        file.write("\n")


main()

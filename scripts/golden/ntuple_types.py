"""Types of RNTuple fields: how values become columns, and the canonical form of what is read back."""

import hashlib
import math

import numpy as np
from ntuple_format import COLLECTION, PLAIN, RECORD, VARIANT, Column


def number(value):
    """As JSON: whole numbers beyond 2^53 as text."""
    return value if abs(value) <= 2**53 else str(value)


def leaf_statistics(values):
    if values.dtype.kind == "b":
        return {"sum": int(values.sum())}
    if values.dtype.kind in "iu":
        out = {"sum": number(sum(int(value) for value in values))}
        ends = (int(values.min()), int(values.max())) if len(values) else ()
        return out | {name: number(value) for name, value in zip(("min", "max"), ends)}
    finite = [float(value) for value in values if math.isfinite(value)]
    try:
        out = {"sum": math.fsum(finite)}
    except OverflowError:
        out = {"sum": "overflow"}
    if finite:
        out |= {"min": min(finite), "max": max(finite)}
    counts = {"n_nan": np.isnan(values).sum(), "n_inf": np.isinf(values).sum()}
    return out | {name: int(count) for name, count in counts.items() if count}


class Node:
    """A field; `children` and `columns` in the order of the file."""

    role = PLAIN
    size = source = checksum = None
    description = ""

    def __init__(self, typename, children=(), columns=()):
        self.typename = typename
        self.children = list(children)
        self.columns = list(columns)
        self.name = "_0"
        self.id = self.parent = None

    def described(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)
        return self

    def append(self, value):
        for child in self.children:
            child.append(value)

    def walk(self, values, path, buffers, out):
        self.children[0].walk(values, path, buffers, out)

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()


class Leaf(Node):
    """Numbers in one or several representations."""

    def __init__(self, typename, *columns, dtype=None):
        made = [c if isinstance(c, Column) else Column(c) for c in columns]
        for i, column in enumerate(made):
            column.rep = i
        super().__init__(typename, (), made)
        self.dtype = dtype

    def append(self, value):
        for column in self.columns:
            column.now.append(value)

    def walk(self, values, path, buffers, out):
        stored = self.columns[0].stored(values)
        if self.dtype is not None:
            stored = stored.astype(self.dtype)
        raw = stored.tobytes()
        digest = hashlib.sha256(b"".join([*buffers, raw])).hexdigest()
        statistics = leaf_statistics(stored)
        out.append(
            {
                "path": path,
                "dtype": stored.dtype.name,
                "n": len(values),
                **statistics,
                "sha256": digest,
            }
        )


class Indexed(Node):
    """What has an index column."""

    def __init__(self, typename, index, children, others=()):
        super().__init__(typename, children, [Column(index), *others])
        self.count = 0
        self.index = self.columns[0]

    def ends(self, n):
        if not self.index.now:
            self.count = 0
        self.count += n
        self.index.now.append(self.count)

    def offsets(self, lengths, buffers):
        return [*buffers, np.concatenate([[0], np.cumsum(lengths)]).astype("<i8").tobytes()]


class String(Indexed):
    def __init__(self, index="SplitIndex64"):
        super().__init__("std::string", index, (), [Column("Char")])

    def append(self, value):
        raw = value.encode()
        self.ends(len(raw))
        self.columns[1].now += raw

    def walk(self, values, path, buffers, out):
        raw = [value.encode() for value in values]
        buffers = self.offsets([len(text) for text in raw], buffers)
        digest = hashlib.sha256(b"".join([*buffers, *raw])).hexdigest()
        out.append(
            {
                "path": path,
                "dtype": "string",
                "n": len(raw),
                "n_bytes": sum(map(len, raw)),
                "sha256": digest,
            }
        )


class List(Indexed):
    role = COLLECTION

    def __init__(self, item, index="SplitIndex64", typename=None):
        super().__init__(typename or f"std::vector<{item.typename}>", index, [item])

    def append(self, value):
        self.ends(len(value))
        for item in value:
            self.children[0].append(item)

    def walk(self, values, path, buffers, out):
        buffers = self.offsets([len(value) for value in values], buffers)
        items = [item for value in values for item in value]
        child = self.children[0]
        getattr(child, "shows", child).walk(items, path + "[]", buffers, out)


class Option(List):
    def __init__(self, item, index="SplitIndex64", typename="std::optional"):
        super().__init__(item, index, f"{typename}<{item.typename}>")

    def append(self, value):
        super().append([] if value is None else [value])

    def walk(self, values, path, buffers, out):
        mask = np.array([value is not None for value in values], "i1").tobytes()
        some = [value for value in values if value is not None]
        self.children[0].walk(some, path + "?", [*buffers, mask], out)


class Array(Node):
    def __init__(self, item, size):
        super().__init__(f"std::array<{item.typename},{size}>", [item])
        self.size = size

    def append(self, value):
        for item in value:
            self.children[0].append(item)

    def walk(self, values, path, buffers, out):
        items = [item for value in values for item in value]
        self.children[0].walk(items, f"{path}[{self.size}]", buffers, out)


class Bitset(Leaf):
    def __init__(self, size):
        super().__init__(f"std::bitset<{size}>", "Bit")
        self.size = size

    def append(self, value):
        self.columns[0].now += value

    def walk(self, values, path, buffers, out):
        bits = [bit for value in values for bit in value]
        super().walk(bits, f"{path}[{self.size}]", buffers, out)


class Wrapped(Node):
    """std::atomic, enumerations."""


class Record(Node):
    """Members by name; bases as `:_0` …, whose members are looked up in the same value."""

    role = RECORD

    def __init__(self, typename, shown=None, **members):
        super().__init__(typename, members.values())
        for name, member in members.items():
            member.name = name.replace("base", ":_")
        # How a reader names the members of bases that are hidden by others.
        self.shown = shown or {}

    def append(self, value):
        for child in self.children:
            child.append(value[child.name])

    def walk(self, values, path, buffers, out):
        if not self.children:
            digest = hashlib.sha256(b"".join(buffers)).hexdigest()
            out.append({"path": path, "dtype": "empty-record", "n": len(values), "sha256": digest})
        self.members(values, path, buffers, out, {})

    def members(self, values, path, buffers, out, shown):
        bases = []
        for child in self.children:
            inner = [value[child.name] for value in values]
            if child.name.startswith(":_"):
                bases.append((child, inner))
                continue
            name = child.name[1:] if child.name[1:].isdigit() else child.name
            name = shown.get(name, name)
            child.walk(inner, f"{path}.{name}" if path else name, buffers, out)
        for child, inner in reversed(bases):
            child.members(inner, path, buffers, out, self.shown.get(child.name, {}))


class Variant(Node):
    role = VARIANT

    def __init__(self, *alternatives):
        types = ",".join(one.typename for one in alternatives)
        super().__init__(f"std::variant<{types}>", alternatives, [Column("Switch")])
        for i, one in enumerate(alternatives):
            one.name = f"_{i}"
        self.counts = []

    def append(self, value):
        """value: (tag, value), tag 0 for none."""
        tag, inner = value
        if not self.columns[0].now:
            self.counts = [0] * (len(self.children) + 1)
        self.columns[0].now.append((self.counts[tag] if tag else 0, tag))
        if tag:
            self.counts[tag] += 1
            self.children[tag - 1].append(inner)

    def walk(self, values, path, buffers, out):
        buffers = [*buffers, np.array([tag for tag, _ in values], "i1").tobytes()]
        none = sum(tag == 0 for tag, _ in values)
        digest = hashlib.sha256(b"".join([*buffers, b"\0" * none])).hexdigest()
        out.append({"path": path + "<0>?", "dtype": "unknown", "n": 0, "sha256": digest})
        for i, child in enumerate(self.children):
            some = [inner for tag, inner in values if tag == i + 1]
            if isinstance(child, (Option, Variant)):
                child.walk(some, f"{path}<{i + 1}>", buffers, out)
            else:
                mask = b"\1" * len(some)
                child.walk(some, f"{path}<{i + 1}>?", [*buffers, mask], out)


class Cardinality(Node):
    """The lengths of a collection."""

    def __init__(self, source):
        super().__init__("ROOT::RNTupleCardinality<std::uint32_t>")
        self.shows = source

    def append(self, value):
        pass

    def walk(self, values, path, buffers, out):
        lengths = np.array(
            [len(value) for value in values], "i8" if self.shows.index.bits == 64 else "i4"
        )
        digest = hashlib.sha256(b"".join([*buffers, lengths.tobytes()])).hexdigest()
        out.append(
            {
                "path": path,
                "dtype": lengths.dtype.name,
                "n": len(values),
                **leaf_statistics(lengths),
                "sha256": digest,
            }
        )


class Alias(Node):
    """A member of a collection of records, shown as a collection of its own."""

    role = COLLECTION

    def __init__(self, source, member):
        child = next(one for one in source.children[0].children if one.name == member)
        inner = Node(child.typename).described(shows=child)
        super().__init__(f"std::vector<{child.typename}>", [inner])
        self.shows, self.member = source, member

    def append(self, value):
        pass

    def walk(self, values, path, buffers, out):
        shown = [[item[self.member] for item in value] for value in values]
        List.walk(self, shown, path, buffers, out)

    def offsets(self, lengths, buffers):
        return Indexed.offsets(self, lengths, buffers)

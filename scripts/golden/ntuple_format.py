"""Writes RNTuples from the format specification 1.0, for what no writer at hand produces.

Only what test files need: one RNTuple in a small ROOT file. Types are trees of nodes; a node takes
the values of one entry after another, and says what a reader must make of them.

see tree/ntuple/doc/BinaryFormatSpecification.md and io/doc/TFile of root-project/root
"""

import struct
import zlib

import numpy as np
import xxhash

PLAIN, COLLECTION, RECORD, VARIANT, STREAMER = range(5)
BITS = [1, 8, 8, 8, 8, 16, 16, 32, 32, 64, 64, 16, 32, 64, 32, 64, 96]
BITS += [16, 16, 32, 32, 64, 64, 16, 32, 64, 32, 64, 0, 0]
NAMES = (
    "Bit Byte Char Int8 UInt8 Int16 UInt16 Int32 UInt32 Int64 UInt64 Real16 Real32 Real64 Index32 "
    "Index64 Switch SplitInt16 SplitUInt16 SplitInt32 SplitUInt32 SplitInt64 SplitUInt64 "
    "SplitReal16 SplitReal32 SplitReal64 SplitIndex32 SplitIndex64 Real32Trunc Real32Quant"
).split()


def dtype_of(name):
    """What a reader makes of elements of a column type; Real16 has no narrower dtype than float32."""
    plain = name.removeprefix("Split")
    if plain == "Bit":
        return "bool"
    if plain in ("Byte", "Char"):
        return "uint8"
    if plain.startswith("Real"):
        return "float64" if plain == "Real64" else "float32"
    return plain.lower()


class Column:
    """A column with its elements per cluster."""

    def __init__(self, name, field=None, bits=None, first=None, low=None, high=None, rep=0):
        self.name = name
        self.type = NAMES.index(name)
        self.bits = bits or BITS[self.type]
        self.field = field
        self.first, self.low, self.high, self.rep = first, low, high, rep
        self.now = []
        self.clusters = []
        self.id = None
        # Clusters in which another representation is stored.
        self.suppressed = set()

    def commit(self):
        self.clusters.append(self.now)
        self.now = []

    def offset_in(self, cluster):
        return abs(self.first or 0) + sum(len(values) for values in self.clusters[:cluster])

    def stored(self, values):
        """The values that a reader gets."""
        if self.name == "Real32Trunc":
            word = np.asarray(values, "f4").view("u4")
            return (word >> (32 - self.bits) << (32 - self.bits)).view("f4")
        if self.name == "Real32Quant":
            steps = (1 << self.bits) - 1
            width = self.high - self.low
            return (self.low + self.steps(values).astype("u4") * width / steps).astype("f4")
        if self.name.endswith("Real16"):
            return np.asarray(values, "f2").astype("f4")
        return np.asarray(values, dtype_of(self.name))

    def steps(self, values):
        width = (self.high - self.low) / ((1 << self.bits) - 1)
        return np.floor((np.asarray(values, "f8") - self.low) / width + 0.5).astype("u8")

    def encode(self, values):
        """The bytes of a page."""
        name = self.name
        if name == "Bit":
            return np.packbits(np.asarray(values, bool), bitorder="little").tobytes()
        if name == "Switch":
            return b"".join(struct.pack("<QI", index, tag) for index, tag in values)
        if name == "Real32Trunc":
            return packed(np.asarray(values, "f4").view("u4") >> (32 - self.bits), self.bits)
        if name == "Real32Quant":
            return packed(self.steps(values), self.bits)
        plain = name.removeprefix("Split")
        if plain.startswith("Index"):
            array = np.asarray(values, f"u{self.bits // 8}")
            if name != plain:
                array = np.diff(array, prepend=array.dtype.type(0))
        elif plain == "Real16":
            array = np.asarray(values, "f2")
        else:
            array = np.asarray(values, dtype_of(plain))
            if name != plain and plain.startswith("Int"):
                unsigned = f"u{self.bits // 8}"
                doubled = array.view(unsigned) << np.array(1, unsigned)
                array = np.where(array < 0, ~doubled, doubled)
        raw = array.tobytes()
        if name == plain:
            return raw
        return np.frombuffer(raw, "u1").reshape(len(array), -1).T.tobytes()


def packed(words, bits):
    """Numbers of so many bits, from the lowest bit of a page up."""
    total = sum(int(word) << (i * bits) for i, word in enumerate(words))
    return total.to_bytes((len(words) * bits + 7) // 8, "little")


def frame(payload):
    return struct.pack("<q", len(payload) + 8) + payload


def list_frame(items):
    payload = b"".join(items)
    return struct.pack("<qI", -(len(payload) + 12), len(items)) + payload


def string(text):
    raw = text.encode()
    return struct.pack("<I", len(raw)) + raw


def envelope(type_id, payload):
    head = struct.pack("<Q", type_id | (len(payload) + 16) << 16)
    checksum = xxhash.xxh3_64_intdigest(head + payload)
    return head + payload + struct.pack("<Q", checksum), checksum


def compressed(raw):
    """A zlib frame where it is shorter."""
    body = zlib.compress(raw, 9)
    head = b"ZL\x08" + len(body).to_bytes(3, "little") + len(raw).to_bytes(3, "little")
    return head + body if len(head + body) < len(raw) else raw


def field_record(field):
    flags = (field.size is not None) | (field.source is not None) << 1 | bool(field.checksum) << 2
    out = struct.pack("<IIIHH", 0, 1, field.parent, field.role, flags)
    out += string(field.name) + string(field.typename) + string("") + string(field.description)
    if field.size is not None:
        out += struct.pack("<Q", field.size)
    if field.source is not None:
        out += struct.pack("<I", field.source)
    if field.checksum:
        out += struct.pack("<I", field.checksum)
    # A later version of the format may say more.
    return frame(out + b"later")


def column_record(column):
    flags = (column.first is not None) | (column.low is not None) << 1
    out = struct.pack("<HHIHH", column.type, column.bits, column.field.id, flags, column.rep)
    if column.first is not None:
        out += struct.pack("<q", column.first)
    if column.low is not None:
        out += struct.pack("<dd", column.low, column.high)
    return frame(out)


def schema(fields, columns, aliases, infos=None):
    # Of a later version of the format.
    extra = [frame(struct.pack("<II", 7, 0) + string("") + string("of another kind"))]
    if infos is not None:
        content = struct.pack("<I", len(infos)) + infos
        extra.append(frame(struct.pack("<II", 0, 0) + string("") + content))
    pairs = [frame(struct.pack("<II", column.id, field.id)) for column, field in aliases]
    return b"".join(
        [
            list_frame([field_record(field) for field in fields]),
            list_frame([column_record(column) for column in columns]),
            list_frame(pairs),
            list_frame(extra),
        ]
    )


class File:
    """Bytes of a ROOT file with one key."""

    def __init__(self, max_key):
        self.max_key = max_key
        self.out = bytearray(b"\0" * 100)
        self.begin = 100
        head = self.key("TFile", "f", "", b"\0" * 0, 0, len("\1f\0") + 64)
        self.nbytes_name = len(head) + 3
        self.directory = self.begin + self.nbytes_name
        self.out += head + b"\1f\0" + b"\0" * 60

    def key(self, cls, name, title, payload, seek, length=None, parent=100):
        strings = b"".join(bytes([len(s)]) + s.encode() for s in (cls, name, title))
        keylen = 26 + len(strings)
        n = len(payload) if length is None else length
        head = struct.pack(">ihiihhii", keylen + n, 4, n, 0, keylen, 1, seek or 100, parent)
        return head + strings + payload

    def blob(self, raw):
        """Where a payload lies; split where it is larger than a key may be."""
        most = self.max_key
        if len(raw) > most:
            n = -(-len(raw) // most)
            n += (n - 1) * 8 > n * most - len(raw)
            held = most - (n - 1) * 8
            parts = [raw[at : at + most] for at in range(held, len(raw), most)]
            assert len(parts) == n - 1
            # The last ones first: only their positions tell the order.
            places = [self.blob(part) for part in reversed(parts)][::-1]
            raw = raw[:held] + struct.pack(f"<{n - 1}Q", *places)
        self.out += b"key"
        at = len(self.out)
        self.out += raw
        return at

    def finish(self, name, anchor, path):
        seek = len(self.out)
        record = self.key("ROOT::RNTuple", name, "", anchor, seek)
        self.out += record
        keylen = len(record) - len(anchor)
        keys_at = len(self.out)
        entry = struct.pack(">I", 1) + record[:keylen]
        keys = self.key("TFile", "f", "", entry, keys_at)
        self.out += keys
        info = struct.pack(">hIIiiiii", 5, 0, 0, len(keys), self.nbytes_name, 100, 0, keys_at)
        self.out[self.directory : self.directory + len(info)] = info
        head = b"root" + struct.pack(">iiii", 63600, 100, len(self.out), 0)
        head += struct.pack(">iii", 0, 0, self.nbytes_name) + b"\4" + struct.pack(">iii", 101, 0, 0)
        self.out[: len(head)] = head
        with open(path, "wb") as file:
            file.write(self.out)


def write(
    path,
    name,
    fields,
    columns,
    aliases,
    groups,
    page_elements,
    header_fields=None,
    header_columns=None,
    features=0,
    trailing=b"",
    known=None,
    large=False,
    raw=False,
    infos=None,
    max_key=1 << 30,
):
    """
    groups: clusters of each page list, as (index, first entry, entries).
    known: per group how many columns its page list has, for columns that came later.
    raw: without compression.
    infos: streamer infos, for streamed fields.
    max_key: most bytes of a key.
    trailing: what a later version of the format may add to the header.
    """
    file = File(max_key)
    squeezed = (lambda raw: raw) if raw else compressed
    header_fields = len(fields) if header_fields is None else header_fields
    header_columns = len(columns) if header_columns is None else header_columns
    head = struct.pack("<Q", 0) + string(name) + string("described") + string("from the book")
    head += schema(
        fields[:header_fields],
        columns[:header_columns],
        [pair for pair in aliases if pair[1].id < header_fields],
    )
    header, checksum = envelope(1, head + trailing)

    def locator(at, size):
        if large:
            word = 20 | 1 << 24
            return struct.pack("<iQQ", -word, size, at)
        return struct.pack("<iQ", size, at)

    links = []
    for k, group in enumerate(groups):
        summaries = [frame(struct.pack("<QQ", first, n | 2 << 56)) for _, first, n in group]
        lists = []
        for index, _, _ in group:
            outer = []
            for column in columns[: known[k] if known else None]:
                if index in column.suppressed:
                    outer.append(column_frame([], None))
                    continue
                values = column.clusters[index]
                pages = []
                for at in range(0, len(values), page_elements):
                    some = values[at : at + page_elements]
                    page = squeezed(column.encode(some))
                    # Every other page without a checksum.
                    checked = (at // page_elements + column.id) % 2 == 0
                    tail = struct.pack("<Q", xxhash.xxh3_64_intdigest(page)) if checked else b""
                    place = file.blob(page + tail)
                    n = -len(some) if checked else len(some)
                    pages.append(struct.pack("<i", n) + locator(place, len(page)))
                outer.append(column_frame(pages, column.offset_in(index)))
            lists.append(list_frame(outer))
        body = struct.pack("<Q", checksum) + list_frame(summaries) + list_frame(lists)
        whole, _ = envelope(3, body)
        small = squeezed(whole)
        first = min(first for _, first, _ in group)
        span = sum(n for _, _, n in group)
        link = struct.pack("<Q", len(whole)) + locator(file.blob(small), len(small))
        links.append(frame(struct.pack("<QQI", first, span, len(group)) + link))
    extension = b""
    # It may be empty; uproot expects its four lists.
    if not trailing:
        extension = schema(
            fields[header_fields:],
            columns[header_columns:],
            [pair for pair in aliases if pair[1].id >= header_fields],
            infos,
        )
    foot = struct.pack("<QQ", features, checksum) + frame(extension) + list_frame(links)
    foot += list_frame([])
    footer, _ = envelope(2, foot)
    places = []
    for whole in (header, footer):
        small = squeezed(whole)
        places += [file.blob(small), len(small), len(whole)]
    anchor = struct.pack(">HHHHQQQQQQQ", 1, 0, 1, 0, *places, max_key)
    count = struct.pack(">IH", 0x40000000 | (len(anchor) + 2), 2)
    file.finish(name, count + anchor + struct.pack(">Q", xxhash.xxh3_64_intdigest(anchor)), path)


def column_frame(pages, offset):
    """A list frame whose size includes what follows the pages."""
    lowest = -(1 << 63)
    tail = struct.pack("<q", lowest) if offset is None else struct.pack("<qI", offset, 109)
    payload = b"".join(pages) + tail
    return struct.pack("<qI", -(len(payload) + 12), len(pages)) + payload

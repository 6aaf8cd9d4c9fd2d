"""Objects as ROOT's streamers write them, and the streamer infos that describe them.

see io/doc/TFile of root-project/root; TStreamerInfo.h, TStreamerElement.h
"""

import struct

from ntuple_format import STREAMER, Column
from ntuple_types import Array, Indexed, Leaf, List, Record, String

COUNTED = 0x40000000
INT, FLOAT, DOUBLE, BASE, STRING, STL, ARRAY = 3, 5, 8, 0, 65, 300, 20


def counted(version, body):
    """A frame: byte count, version of the class, members."""
    return struct.pack(">IH", COUNTED | (len(body) + 2), version) + body


def text(value):
    raw = value.encode()
    return bytes([len(raw)]) + raw


def tobject():
    return struct.pack(">HII", 1, 0, 0x02000000)


def named(name, title=""):
    return counted(1, tobject() + text(name) + text(title))


def any_object(class_name, body):
    """An object of a class that the data name: each time anew, without references."""
    body = struct.pack(">I", 0xFFFFFFFF) + class_name.encode() + b"\0" + body
    return struct.pack(">I", COUNTED | len(body)) + body


def element(kind, version, name, number, type_name, length=0, more=b""):
    dims = [length, 0, 0, 0, 0]
    numbers = struct.pack(">4i5i", number, 4, length, int(length > 0), *dims)
    common = counted(4, named(name) + numbers + text(type_name))
    return any_object(kind, counted(version, common + more))


def basic(name, number, type_name, length=0):
    number += ARRAY if length else 0
    return element("TStreamerBasicType", 2, name, number, type_name, length)


def base(name, version):
    return element("TStreamerBase", 3, name, BASE, "BASE", 0, struct.pack(">i", version))


def vector(name, type_name):
    return element("TStreamerSTL", 3, name, STL, type_name, 0, struct.pack(">ii", 1, FLOAT))


def info(name, version, checksum, elements):
    array = tobject() + text("") + struct.pack(">ii", len(elements), 0) + b"".join(elements)
    members = named(name) + struct.pack(">Ii", checksum, version)
    members += any_object("TObjArray", counted(3, array))
    return any_object("TStreamerInfo", counted(9, members))


def streamer_infos():
    """A TList as an object of any class."""
    infos = [
        info("Origin", 1, 0x1234, [basic("fTime", DOUBLE, "double")]),
        info(
            "Hit",
            3,
            0x5678,
            [
                base("Origin", 1),
                basic("fId", INT, "int"),
                basic("fX", FLOAT, "float", 3),
                vector("fCharges", "vector<float>"),
                element("TStreamerString", 2, "fName", STRING, "TString"),
            ],
        ),
    ]
    items = b"".join(one + text("") for one in infos)
    return any_object("TList", counted(5, tobject() + text("") + struct.pack(">i", len(infos)) + items))


def hit(value):
    body = counted(1, struct.pack(">d", value["fTime"]))
    body += struct.pack(">i3f", value["fId"], *value["fX"])
    charges = value["fCharges"]
    body += counted(9, struct.pack(f">i{len(charges)}f", len(charges), *charges))
    return counted(3, body + text(value["fName"]))


def hits(values):
    return counted(9, struct.pack(">i", len(values)) + b"".join(map(hit, values)))


class Streamed(Indexed):
    """Bytes of objects in two columns; `shown` is what a reader makes of them."""

    role = STREAMER

    def __init__(self, typename, encode, shown, index="SplitIndex64"):
        super().__init__(typename, index, (), [Column("Byte")])
        self.encode, self.shown = encode, shown

    def append(self, value):
        raw = self.encode(value)
        self.ends(len(raw))
        self.columns[1].now += raw

    def walk(self, values, path, buffers, out):
        self.shown.walk(values, path, buffers, out)


def hit_record():
    return Record(
        "Hit",
        fTime=Leaf("double", "Real64"),
        fId=Leaf("std::int32_t", "Int32"),
        fX=Array(Leaf("float", "Real32"), 3),
        fCharges=List(Leaf("float", "Real32")),
        fName=String(),
    )


def one_hit(index="SplitIndex64"):
    return Streamed("Hit", hit, hit_record(), index)


def many_hits():
    return Streamed("std::vector<Hit>", hits, List(hit_record()))

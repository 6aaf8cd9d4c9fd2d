"""The canonical form of an Awkward array: its leaf columns with hashes of all buffers above them."""

import hashlib

import awkward as ak
import numpy as np
from ntuple_types import leaf_statistics


def canonical(array):
    out = []
    walk(ak.to_packed(ak.Array(array), highlevel=False), "", [], out)
    return out


def packed(layout):
    return ak.to_packed(ak.Array(layout), highlevel=False)


def digest(buffers):
    return hashlib.sha256(b"".join(buffers)).hexdigest()


def walk(node, path, buffers, out):
    if node.is_option:
        mask = np.asarray(node.mask_as_bool(valid_when=True)).astype("i1")
        walk(packed(node.project()), path + "?", [*buffers, mask.tobytes()], out)
    elif node.is_union:
        tags = np.asarray(node.tags.data)[: node.length].astype("i1").tobytes()
        for i in range(len(node.contents)):
            walk(packed(node.project(i)), f"{path}<{i}>", [*buffers, tags], out)
    elif node.is_record:
        for name in node.fields:
            walk(packed(node.content(name)), f"{path}.{name}" if path else name, buffers, out)
        if not node.fields:
            out.append(
                {
                    "path": path,
                    "dtype": "empty-record",
                    "n": int(node.length),
                    "sha256": digest(buffers),
                }
            )
    elif node.is_list and node.parameter("__array__") == "string":
        node = node.to_ListOffsetArray64(True)
        offsets = np.asarray(node.offsets.data).astype("<i8")
        raw = np.asarray(node.content.data)[: offsets[-1]].tobytes()
        sha256 = digest([*buffers, offsets.tobytes(), raw])
        out.append(
            {
                "path": path,
                "dtype": "string",
                "n": int(node.length),
                "n_bytes": len(raw),
                "sha256": sha256,
            }
        )
    elif node.is_regular:
        walk(packed(node.content[: node.length * node.size]), f"{path}[{node.size}]", buffers, out)
    elif node.is_list:
        node = node.to_ListOffsetArray64(True)
        offsets = np.asarray(node.offsets.data).astype("<i8")
        walk(packed(node.content[: offsets[-1]]), path + "[]", [*buffers, offsets.tobytes()], out)
    elif node.is_unknown:
        out.append({"path": path, "dtype": "unknown", "n": 0, "sha256": digest(buffers)})
    else:
        values = np.ascontiguousarray(node.data)
        path += "".join(f"[{n}]" for n in values.shape[1:])
        values = values.ravel()
        statistics = leaf_statistics(values)
        sha256 = digest([*buffers, values.tobytes()])
        out.append(
            {
                "path": path,
                "dtype": values.dtype.name,
                "n": int(values.size),
                **statistics,
                "sha256": sha256,
            }
        )

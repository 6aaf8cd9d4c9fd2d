"""uproot reads all columns of a four-lepton file into Awkward arrays.

    python read.py FILE [LIBRARY]

LIBRARY decompresses zlib: "zlib" (Python's own, the default) or "isal".

The answer is a digest of each column. Samples hold, as `codec`, the ms of the run that went into
decompression alone, so that decoding can be compared without it.
"""

import hashlib
import sys
import time

import awkward as ak
import numpy as np
import uproot

from peer import serve

spent = 0.0


def timed(codec):
    inner = codec.decompress

    def decompress(*args):
        global spent
        begin = time.perf_counter()
        try:
            return inner(*args)
        finally:
            spent += time.perf_counter() - begin

    codec.decompress = decompress


for name in ("ZLIB", "LZ4", "ZSTD", "LZMA"):
    timed(getattr(uproot.compression, f"_decompress_{name}"))


def read(file):
    with uproot.open(file, array_cache=None, object_cache=None) as root:
        return root["mini"].arrays()


def digest(array):
    """sha256 of int64 offsets, for a jagged column, and of the little-endian content."""
    content = ak.to_packed(array).layout
    hashed = hashlib.sha256()
    if array.ndim == 2:
        hashed.update(np.asarray(content.offsets).astype("<i8").tobytes())
        content = content.content
    hashed.update(np.ascontiguousarray(content.data).tobytes())
    return hashed.hexdigest()


def main(file, library="zlib"):
    uproot.ZLIB.library = library
    events = read(file)
    answer = {name: digest(events[name]) for name in events.fields}

    def work():
        global spent
        spent = 0.0
        read(file)
        return {"codec": spent * 1e3}

    serve(work, answer, "uproot")


main(*sys.argv[1:])

"""uproot reads all columns of a four-lepton file into Awkward arrays.

    python read.py FILE MIN_TIME

The answer holds, besides a digest of each column, the median ms per run that went into
decompression alone, so that decoding can be compared without it.
"""

import hashlib
import statistics
import sys
import time

import awkward as ak
import numpy as np
import uproot

from peer import measure, report, sample

spent = {"ms": 0.0, "cpu": 0.0}


def timed(codec):
    inner = codec.decompress

    def decompress(*args):
        begin, cpu = time.perf_counter(), time.process_time()
        try:
            return inner(*args)
        finally:
            for key, value in sample(begin, cpu).items():
                spent[key] += value

    codec.decompress = decompress


for name in ("ZLIB", "LZ4", "ZSTD"):
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


def main(file, min_time):
    events = read(file)
    answer = {name: digest(events[name]) for name in events.fields}
    inside = []

    def run():
        spent.update(ms=0.0, cpu=0.0)
        read(file)
        inside.append(dict(spent))

    samples = measure(run, min_time)
    inside = inside[-len(samples) :]
    decode = [{key: whole[key] - codec[key] for key in whole} for whole, codec in zip(samples, inside)]
    codec = statistics.median(run["ms"] for run in inside)
    report(samples, {"columns": answer, "decode": decode, "codec": codec}, "uproot")


main(sys.argv[1], float(sys.argv[2]))

"""uproot writes events into a TTree or an RNTuple, in steps.

    python write.py FILE EVENTS STEP CODEC KIND [sync]

With "sync" the file is brought to the disk, as hepwasm's is. The answer is the number of events.
"""

import os
import sys

import awkward as ak
import numpy as np
import uproot

from peer import serve


def main(file, events, step, codec, kind, sync=""):
    events, step = int(events), int(step)
    number = np.arange(events)
    counts = number % 5
    content = (np.arange(counts.sum()) % 10007 * 0.37).astype(np.float32)
    jets = ak.zip({
        "pt": ak.unflatten(content, counts),
        "eta": ak.unflatten((content / 1000).astype(np.float32), counts),
    })
    run = number.astype(np.int32)
    met = (number % 9973 * 0.73).astype(np.float64)
    codecs = {"none": None, "zlib": uproot.ZLIB(1), "lz4": uproot.LZ4(1), "zstd": uproot.ZSTD(1)}
    compression = codecs[codec]
    types = {
        "run": "int32",
        "met": "float64",
        "Jet": ak.types.from_datashape("var * {pt: float32, eta: float32}", highlevel=False),
    }

    def work():
        with uproot.recreate(file, compression=compression) as root:
            if kind == "TTree":
                tree = root.mktree("Events", types)
            else:
                tree = root.mkrntuple("Events", {"run": run[:0], "met": met[:0], "Jet": jets[:0]})
            for start in range(0, events, step):
                part = slice(start, start + step)
                tree.extend({"run": run[part], "met": met[part], "Jet": jets[part]})
        if sync:
            with open(file, "rb+") as written:
                os.fsync(written.fileno())

    work()
    serve(work, events, "uproot")


main(*sys.argv[1:])

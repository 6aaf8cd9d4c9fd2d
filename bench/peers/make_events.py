"""Four-lepton events in the layout of the ATLAS open data, for the benches; seeded.

    python make_events.py FILE --events 1000000 --codec none|zlib|lz4|zstd|xz [--basket 100000] [--ntuple]
    python make_events.py FOLDER/{}.root --files 200 --events 1000 --codec zlib

A TTree, or with --ntuple an RNTuple with a cluster for each group of events.
"""

import argparse
import os

import awkward as ak
import numpy as np
import uproot

CODECS = {
    "none": None,
    "zlib": uproot.ZLIB(1),
    "lz4": uproot.LZ4(4),
    "zstd": uproot.ZSTD(5),
    "xz": uproot.LZMA(1),
}
GROUP = 100_000  # events drawn together: the content does not depend on the size of the baskets


def make(rng, n):
    counts = np.where(rng.random(n) < 0.01, 5, 4)
    total = counts.sum()
    pt = (7 + rng.exponential(25, total)) * 1e3
    eta = rng.normal(0, 1.1, total).clip(-2.7, 2.7)
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    # Most events have two pairs of the same flavour and of opposite charges.
    kind = np.repeat(rng.choice([11, 13], n), counts)
    charge = rng.choice([-1, 1], total)
    paired = rng.random(n) < 0.6
    for pair in (0, 2):
        kind[first + pair] = kind[first + pair + 1] = rng.choice([11, 13], n)
        charge[first + pair] = np.where(paired, -charge[first + pair + 1], charge[first + pair])
    jagged = {"pt": pt, "eta": eta, "phi": rng.uniform(-np.pi, np.pi, total), "E": pt * np.cosh(eta)}
    columns = {
        "runNumber": np.full(n, 284500, np.int32),
        "eventNumber": rng.integers(1, 1 << 30, n, dtype=np.int32),
        "channelNumber": np.full(n, 363490, np.int32),
        "mcWeight": rng.normal(1, 0.1, n).astype(np.float32),
        "scaleFactor_PILEUP": rng.normal(1, 0.1, n).astype(np.float32),
        "scaleFactor_ELE": rng.normal(0.97, 0.02, n).astype(np.float32),
        "scaleFactor_MUON": rng.normal(0.98, 0.01, n).astype(np.float32),
        "scaleFactor_LepTRIGGER": rng.normal(0.99, 0.01, n).astype(np.float32),
    }
    for name, values in jagged.items():
        columns[f"lep_{name}"] = ak.unflatten(values.astype(np.float32), counts)
    columns["lep_charge"] = ak.unflatten(charge.astype(np.int32), counts)
    columns["lep_type"] = ak.unflatten(kind.astype(np.uint32), counts)
    return columns


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--codec", choices=CODECS, required=True)
    parser.add_argument("--basket", type=int, default=GROUP)
    parser.add_argument("--ntuple", action="store_true")
    parser.add_argument("--files", type=int)
    options = parser.parse_args()
    rng = np.random.default_rng(20200115)
    if options.files is None:
        return write(options, rng)
    name = options.file
    for i in range(options.files):
        options.file = name.replace("{}", str(i))
        write(options, rng)


def write(options, rng):
    part = f"{options.file}.part"  # renamed when complete
    with uproot.recreate(part, compression=CODECS[options.codec]) as root:
        tree = None
        for start in range(0, options.events, GROUP):
            columns = make(rng, min(GROUP, options.events - start))
            if options.ntuple:
                if tree is None:
                    tree = root.mkrntuple("mini", columns)
                else:
                    tree.extend(columns)
                continue
            if tree is None:
                types = {
                    name: f"var * {values.type.content.content}" if isinstance(values, ak.Array) else values.dtype
                    for name, values in columns.items()
                }
                baskets = -(-options.events // min(options.basket, GROUP))
                tree = root.mktree(
                    "mini", types, counter_name=lambda counted: "lep_n", initial_basket_capacity=baskets
                )
            for low in range(0, len(columns["mcWeight"]), options.basket):
                tree.extend({name: values[low : low + options.basket] for name, values in columns.items()})
    os.replace(part, options.file)


if __name__ == "__main__":
    main()

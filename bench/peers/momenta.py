"""vector, numba and coffea on collections of momenta: columns of float32 that `make` writes.

    python momenta.py make FOLDER EVENTS
    python momenta.py mass|mass-numba|pairs|pairs-numba|deltaR|nearest FOLDER

Answers are of float64 columns, since that is what ours computes; the times of vector are of the float32
columns as they are. `peak` is how far the work raised the highest memory of the process, in bytes.
"""

import os
import resource
import sys

import awkward as ak
import numba
import numpy as np
import vector

from peer import serve

vector.register_awkward()
NAMES = ("pt", "eta", "phi", "energy")
SAMPLES = 1000


def make(folder, events):
    rng = np.random.default_rng(20240710)
    counts = rng.poisson(4, events)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    n = int(offsets[-1])
    pt = rng.exponential(30, n).astype(np.float32)
    eta = rng.uniform(-2.5, 2.5, n).astype(np.float32)
    phi = rng.uniform(-np.pi, np.pi, n).astype(np.float32)
    energy = (pt * np.cosh(eta) + 0.1).astype(np.float32)
    os.makedirs(folder, exist_ok=True)
    offsets.tofile(f"{folder}/offsets")
    for name, column in zip(NAMES, (pt, eta, phi, energy)):
        column.tofile(f"{folder}/{name}")


def load(folder):
    offsets = np.fromfile(f"{folder}/offsets", np.int32)
    return offsets, [np.fromfile(f"{folder}/{name}", np.float32) for name in NAMES]


def momenta(offsets, columns, events=None):
    offsets = offsets[: None if events is None else events + 1]
    index = ak.index.Index64(offsets.astype(np.int64))
    lists = [ak.Array(ak.contents.ListOffsetArray(index, ak.contents.NumpyArray(x))) for x in columns]
    return ak.zip(dict(zip(NAMES, lists)), with_name="Momentum4D")


@numba.njit
def tau(x, y, z, t):
    m2 = t * t - (x * x + y * y + z * z)
    return np.sqrt(m2) if m2 >= 0 else -np.sqrt(-m2)


@numba.njit
def mass_loop(offsets, pt, eta, phi, energy):
    out = np.empty(len(offsets) - 1)
    for i in range(len(out)):
        x = y = z = t = 0.0
        for j in range(offsets[i], min(offsets[i + 1], offsets[i] + 4)):
            p = np.float64(pt[j])
            x += p * np.cos(np.float64(phi[j]))
            y += p * np.sin(np.float64(phi[j]))
            z += p * np.sinh(np.float64(eta[j]))
            t += energy[j]
        out[i] = tau(x, y, z, t)
    return out


@numba.njit
def pairs_loop(offsets, pt, eta, phi, energy):
    n = 0
    for i in range(len(offsets) - 1):
        c = offsets[i + 1] - offsets[i]
        n += c * (c - 1) // 2
    out = np.empty(n)
    x, y, z = np.empty(64), np.empty(64), np.empty(64)
    k = 0
    for i in range(len(offsets) - 1):
        start, c = offsets[i], offsets[i + 1] - offsets[i]
        for j in range(c):
            p = np.float64(pt[start + j])
            x[j] = p * np.cos(np.float64(phi[start + j]))
            y[j] = p * np.sin(np.float64(phi[start + j]))
            z[j] = p * np.sinh(np.float64(eta[start + j]))
        for a in range(c):
            for b in range(a + 1, c):
                t = np.float64(energy[start + a]) + np.float64(energy[start + b])
                out[k] = tau(x[a] + x[b], y[a] + y[b], z[a] + z[b], t)
                k += 1
    return out


def pairs(v):
    p = ak.combinations(v, 2)
    return (p["0"] + p["1"]).mass


def near(v):
    from coffea.nanoevents.methods import vector as methods

    a, b = (ak.with_name(x, "PtEtaPhiELorentzVector", behavior=methods.behavior) for x in (v, partner(v)))
    return a.nearest(b, return_metric=True)[1]


def partner(v):
    return ak.zip({"pt": v.pt, "eta": -v.eta, "phi": v.phi, "energy": v.energy}, with_name="Momentum4D")


def sampled(values):
    values = ak.to_numpy(ak.flatten(values, axis=None)).astype(float)
    return {"length": len(values), "values": values[:: max(1, len(values) // SAMPLES)].tolist()}


def main(what, folder):
    offsets, columns = load(folder)
    v = momenta(offsets, columns)
    exact = [x.astype(np.float64) for x in columns]
    if what == "mass":
        work, package = lambda: ak.sum(v[:, :4], axis=1).mass, "vector"
        answer = mass_loop(offsets, *exact)
    elif what == "mass-numba":
        work, package = lambda: mass_loop(offsets, *columns), "numba"
        answer = work()
    elif what == "pairs":
        work, package = lambda: pairs(v), "vector"
        answer = pairs_loop(offsets, *exact)
    elif what == "pairs-numba":
        work, package = lambda: pairs_loop(offsets, *columns), "numba"
        answer = work()
    elif what == "deltaR":
        other = partner(v)
        work, package = lambda: v.deltaR(other), "vector"
        answer = momenta(offsets, exact).deltaR(partner(momenta(offsets, exact)))
    else:
        work, package = lambda: near(v), "coffea"
        answer = near(momenta(offsets, exact))
    highest = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    before = highest()
    answer = sampled(answer)
    if what in ("mass", "pairs"):
        work()
    answer["peak"] = highest() - before
    serve(work, answer, package)


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    main(sys.argv[1], sys.argv[2])

"""Energies of electrons for bench/corrections: calibrate.py FOLDER N numpy|numba keyed|sequential.

Keyed: each electron's random number follows from its event and angles (Philox4x32 of ten rounds, then
Box and Muller), as ours do; the same answers. Sequential: the package's own generator, which gives an
electron another number in every chunk."""

import sys

import numba
import numpy as np
from peer import serve

folder, n, package, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
names = ("pt", "eta", "m", "cl_eta", "cl_phi", "event")
columns = [np.fromfile(f"{folder}/{name}.bin", np.float64, n) for name in names]
edges, widths = np.fromfile(f"{folder}/edges.f64"), np.fromfile(f"{folder}/widths.f64")
rng = np.random.default_rng(1)
M0, M1, W0, W1 = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85
LOW = 0xFFFFFFFF


def numpy_uniforms(cl_eta, cl_phi, event):
    whole = event.astype(np.int64).view(np.uint64)
    low, shift = np.uint64(LOW), np.uint64(32)
    c0, c1 = whole & low, whole >> shift
    c2 = (cl_phi.astype(np.float32) + np.float32(0)).view(np.uint32).astype(np.uint64)
    c3 = (cl_eta.astype(np.float32) + np.float32(0)).view(np.uint32).astype(np.uint64)
    for i in range(10):
        a, b = c0 * np.uint64(M0), c2 * np.uint64(M1)
        c0 = (b >> shift) ^ c1 ^ np.uint64(i * W0 & LOW)
        c2 = (a >> shift) ^ c3 ^ np.uint64(i * W1 & LOW)
        c1, c3 = b & low, a & low
    scale = 2.0**-52
    twelve = np.uint64(12)
    return ((c1 << shift | c0) >> twelve) * scale, ((c3 << shift | c2) >> twelve) * scale


def with_numpy():
    pt, eta, m, cl_eta, cl_phi, event = columns
    cosh = np.cosh(eta)
    e = np.sqrt((pt * cosh) ** 2 + m**2)
    row = np.clip(np.searchsorted(edges, np.abs(cl_eta), side="right") - 1, 0, len(widths) - 1)
    if mode == "keyed":
        u, v = numpy_uniforms(cl_eta, cl_phi, event)
        z = np.sqrt(-2 * np.log(1 - u)) * np.sin(np.pi / 2 * (2 * v - 1))
    else:
        z = rng.standard_normal(len(pt))
    e = e * (1 + widths[row] * z)
    return np.sqrt(np.maximum(e**2 - m**2, 0)) / cosh


def loop(keyed):
    @numba.njit(error_model="numpy")
    def calibrate(pt, eta, m, cl_eta, cl_phi, event, edges, widths):
        out = np.empty(len(pt))
        bits = np.empty(2, np.float32)
        words = bits.view(np.uint32)
        low = np.uint64(LOW)
        for i in range(len(pt)):
            cosh = np.cosh(eta[i])
            p = pt[i] * cosh
            e = np.sqrt(p * p + m[i] * m[i])
            row = 0
            h = abs(cl_eta[i])
            for j in range(1, len(widths)):
                row += h >= edges[j]
            if keyed:
                whole = np.uint64(np.int64(event[i]))
                bits[0] = np.float32(cl_phi[i]) + np.float32(0)
                bits[1] = np.float32(cl_eta[i]) + np.float32(0)
                c0, c1 = whole & low, whole >> np.uint64(32)
                c2, c3 = np.uint64(words[0]), np.uint64(words[1])
                key0 = np.uint64(0)
                key1 = np.uint64(0)
                for _ in range(10):
                    a, b = c0 * np.uint64(M0), c2 * np.uint64(M1)
                    c0 = (b >> np.uint64(32)) ^ c1 ^ key0
                    c2 = (a >> np.uint64(32)) ^ c3 ^ key1
                    c1, c3 = b & low, a & low
                    key0 = (key0 + np.uint64(W0)) & low
                    key1 = (key1 + np.uint64(W1)) & low
                u = ((c1 << np.uint64(32) | c0) >> np.uint64(12)) * 2.0**-52
                v = ((c3 << np.uint64(32) | c2) >> np.uint64(12)) * 2.0**-52
                z = np.sqrt(-2 * np.log(1 - u)) * np.sin(np.pi / 2 * (2 * v - 1))
            else:
                z = np.random.standard_normal()
            e *= 1 + widths[row] * z
            out[i] = np.sqrt(max(e * e - m[i] * m[i], 0.0)) / cosh
        return out

    return calibrate


calibrate = loop(mode == "keyed")
work = with_numpy if package == "numpy" else lambda: calibrate(*columns, edges, widths)
answer = work()
answer.tofile(f"{folder}/peer.f64")
serve(lambda: work() is None, float(answer.mean()), package)

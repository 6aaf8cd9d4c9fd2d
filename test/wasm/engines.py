"""engines.test.ts once more, in Python by wasmtime: prints the hashes of the same columns.

python test/wasm/engines.py dist/kernels.wasm test/wasm/engines.json
"""

import array
import json
import math
import sys

from wasmtime import Engine, Instance, Module, Store

GOLDEN_RATIO = 0.6180339887498949
SLACK = 64


class Kernels:
    """The instance's exports, and columns behind its own data."""

    def __init__(self, path):
        engine = Engine()
        self.store = Store(engine)
        exports = Instance(self.store, Module.from_file(engine, path), []).exports(self.store)
        self.exports = exports
        self.memory = exports["memory"]
        self.top = self.call("wasm_heap_base")

    def call(self, name, *arguments):
        return self.exports[name](self.store, *arguments)

    def reserve(self, count):
        address = -(-self.top // 64) * 64
        self.top = address + 8 * count + SLACK
        missing = self.top - self.memory.data_len(self.store)
        if missing > 0:
            self.memory.grow(self.store, -(-missing // 65536))
        return address

    def column(self, values):
        address = self.reserve(len(values))
        self.memory.write(self.store, array.array("d", values).tobytes(), address)
        return address

    def read(self, address, count):
        return array.array("d", bytes(self.memory.read(self.store, address, address + 8 * count)))

    def hash(self, address, count):
        return f"{self.call('codec_xxhash64', address, 8 * count, 0) & (2**64 - 1):x}"


def main(path, golden):
    n, bins, low, high, seed = (golden[name] for name in ("entries", "bins", "low", "high", "seed"))
    kernels = Kernels(path)
    x = kernels.column([10 + 2 * math.fmod(i * GOLDEN_RATIO, 1) for i in range(n)])
    phase = kernels.column([math.fmod(7 * i * GOLDEN_RATIO, 6) for i in range(n)])
    event = kernels.column([float(i) for i in range(n)])
    pt, eta, mass, weight = (kernels.reserve(n) for _ in range(4))
    kernels.call("math_exp_f64", x, pt, n)
    kernels.call("math_sin_f64", phase, eta, n)
    kernels.call("math_cosh_f64", eta, mass, n)
    kernels.call("corrections_normals_counter", seed, 0, eta, phase, event, weight, n)
    mass = kernels.column([a * b for a, b in zip(kernels.read(mass, n), kernels.read(pt, n))])
    hashes = {"values": kernels.hash(mass, n)}
    for name, numbers in (("sums", 1), ("squares", 2)):
        row = kernels.column([0.0] * (bins + 2))
        axis = (float(low), float(high - low), bins)
        kernels.call("hist_sum", numbers, 8, 8, mass, weight, 8, n, row, *axis)
        hashes[name] = kernels.hash(row, bins + 2)
    print(json.dumps(hashes))


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as file:
        main(sys.argv[1], json.load(file))

"""Writes test/data/codec/*.json: LZ4 frames as ROOT stores them, and XXH64 values, made by the peers.

Run: pip install lz4==4.4.5 xxhash==4.1.0 numpy==2.4.6; python scripts/golden/codec.py
"""

import base64
import json
import pathlib
import platform

import lz4.block
import numpy as np
import xxhash

folder = pathlib.Path(__file__).parents[2] / "test" / "data" / "codec"
versions = {
    "python": platform.python_version(),
    "lz4": lz4.version.version,
    "xxhash": xxhash.VERSION,
    "numpy": np.__version__,
}
rng = np.random.default_rng(20240708)


def words(n):
    names = np.array(["electron", "muon", "jet", "photon", "tau", " pt=", " eta=", "\n"])
    return "".join(names[rng.integers(0, len(names), n)]).encode()


contents = {
    "empty": b"",
    "one byte": b"\x2a",
    "twelve bytes": b"twelve bytes",
    "zeros, 1 MB": bytes(1 << 20),
    "period 3, 70000 bytes": (b"abc" * 23334)[:70000],
    "random, 1000 bytes": rng.bytes(1000),
    "text, 2000 words": words(2000),
    "float32 big-endian, 1024 momenta": (rng.exponential(3e4, 1024) + 5e3).astype(">f4").tobytes(),
    "int32 big-endian, 2048 offsets": (np.cumsum(rng.integers(0, 5, 2048)) * 4).astype(">i4").tobytes(),
    "far repeat, 65535 bytes apart": (lambda head: head + bytes(65535 - 64) + head)(rng.bytes(64)),
}
modes = {
    "fast": dict(mode="fast", acceleration=8),
    "default": dict(mode="default"),
    "high": dict(mode="high_compression", compression=9),
}

frames = []
for content, data in contents.items():
    for mode, options in modes.items():
        block = lz4.block.compress(data, store_size=False, **options)
        # Big-endian: the canonical form of xxHash.
        frame = xxhash.xxh64_digest(block) + block
        frames.append(
            {
                "content": content,
                "mode": mode,
                "length": len(data),
                "xxh64": xxhash.xxh64_hexdigest(data),
                "frame": base64.b64encode(frame).decode(),
            }
        )

hashes = []
for n in [*range(0, 100), 127, 128, 255, 1000, 65535, 65536, 70001]:
    data = bytes(i * i % 251 for i in range(n))
    for seed in (0, 1, 2**64 - 1) if n % 10 == 1 else (0,):
        hashes.append([n, str(seed), xxhash.xxh64_hexdigest(data, seed=seed)])

folder.mkdir(parents=True, exist_ok=True)
for name, cases in {"lz4": frames, "xxhash64": hashes}.items():
    lines = ",\n".join("    " + json.dumps(case) for case in cases)
    text = f'{{\n  "versions": {json.dumps(versions)},\n  "cases": [\n{lines}\n  ]\n}}\n'
    (folder / f"{name}.json").write_text(text)

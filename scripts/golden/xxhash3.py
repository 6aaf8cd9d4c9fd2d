"""Writes test/data/codec/xxhash3.json: XXH3-64 of byte i * i % 251 at many lengths.

Run: pip install xxhash==4.1.0; python scripts/golden/xxhash3.py
"""

import json
import pathlib

import xxhash

folder = pathlib.Path(__file__).parents[2] / "test" / "data" / "codec"
lengths = [*range(300), 511, 512, 513, 1023, 1024, 1025, 1026, 1087, 1088, 1089, 2047, 2048, 2049]
lengths += [4096, 5000, 65536, 65537, 100001]
cases = [[n, xxhash.xxh3_64_hexdigest(bytes(i * i % 251 for i in range(n)))] for n in lengths]
text = json.dumps({"versions": {"xxhash": xxhash.VERSION}, "cases": cases}, separators=(",", ":"))
(folder / "xxhash3.json").write_text(text + "\n")

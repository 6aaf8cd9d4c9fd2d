"""Compresses a file with a Python peer and times the peer's decompression of it.

Usage: decompress.py zstd|xz LEVEL INPUT OUTPUT SECONDS
Prints {"times": [ms], "name": "package version"} on its last line.
"""

import json
import lzma
import pathlib
import sys
import time

codec, level, source, target, seconds = sys.argv[1:]
plain = pathlib.Path(source).read_bytes()
if codec == "zstd":
    import zstandard

    compressed = zstandard.ZstdCompressor(level=int(level)).compress(plain)
    decompress = zstandard.ZstdDecompressor().decompress
    name = f"zstandard {zstandard.__version__}"
else:
    compressed = lzma.compress(plain, check=lzma.CHECK_CRC32, preset=int(level))
    decompress = lzma.decompress
    name = f"lzma of Python {sys.version.split()[0]}"
assert decompress(compressed) == plain
pathlib.Path(target).write_bytes(compressed)
times = []
start = time.perf_counter()
while len(times) < 5 or time.perf_counter() - start < float(seconds):
    begin = time.perf_counter()
    decompress(compressed)
    times.append((time.perf_counter() - begin) * 1e3)
print(json.dumps({"times": times, "name": name}))

"""Compression of bench/codec/compress.ts: compress.py PLAIN OURS LEVEL."""

import pathlib
import sys

import zstandard
from peer import serve

plain, ours = (pathlib.Path(path).read_bytes() for path in sys.argv[1:3])
assert zstandard.ZstdDecompressor().decompress(ours) == plain
compressor = zstandard.ZstdCompressor(level=int(sys.argv[3]), write_checksum=True)
serve(lambda: compressor.compress(plain) is None, len(compressor.compress(plain)), "zstandard")

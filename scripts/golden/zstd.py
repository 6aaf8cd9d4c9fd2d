"""Writes test/data/codec/zstd.json: Zstandard frames made by libzstd, and the hashes of what the real
files' frames hold.

Run: pip install zstandard==0.25.0; python scripts/golden/zstd.py [DATA]
DATA is the folder of the real files, ../shared/data by default.
"""

import base64
import hashlib
import io
import json
import pathlib
import platform
import random
import re
import struct
import sys

import zstandard
from zstandard import ZstdCompressionParameters as Parameters

repository = pathlib.Path(__file__).parents[2]
data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else repository / "../shared/data"
rng = random.Random(20240709)

words = ["electron ", "muon ", "jet ", "photon ", "tau ", "pt=", "eta=", "phi=", "\n"]
text = "".join(rng.choices(words, k=150)).encode()
longer = "".join(w + str(rng.randrange(100)) for w in rng.choices(words, k=500)).encode()
momenta = b"".join(struct.pack(">f", 5e3 + rng.expovariate(1 / 3e4)) for _ in range(300))
offsets, total = b"", 0
for _ in range(1500):
    total += rng.randrange(5)
    offsets += struct.pack(">i", total * 4)
# Two bits a byte, in no order: literals for the most part.
levels = bytes(min(int(rng.expovariate(0.9)), 12) for _ in range(6000))
noise = rng.randbytes(300)
far = noise + bytes(200_000) + noise + b"abc" * 50_000 + noise

cases = []


def add(name, content, *frames):
    frame = b"".join(frames)
    cases.append(
        {
            "name": name,
            "length": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "frame": base64.b64encode(frame).decode(),
        }
    )


def compress(content, **options):
    checksum = options.pop("checksum", True)
    size = options.pop("size", True)
    parameters = Parameters.from_level(
        options.pop("level", 5),
        source_size=len(content),
        write_checksum=checksum,
        write_content_size=size,
        **options,
    )
    return zstandard.ZstdCompressor(compression_params=parameters).compress(content)


def streamed(content, step, **options):
    """Blocks of `step` bytes, whose tables mostly repeat; the size is not known in front."""
    target = io.BytesIO()
    compressor = zstandard.ZstdCompressor(write_checksum=True, **options)
    with compressor.stream_writer(target, closefd=False) as writer:
        for at in range(0, len(content), step):
            writer.write(content[at : at + step])
            writer.flush(zstandard.FLUSH_BLOCK)
    return target.getvalue()


def skippable(content, variant=0):
    return struct.pack("<II", 0x184D2A50 + variant, len(content)) + content


for level in [-7, *range(1, 23)]:
    add(f"text, level {level}", text, compress(text, level=level))
for strategy in range(1, 10):
    add(f"offsets, strategy {strategy}", offsets[:1200], compress(offsets[:1200], strategy=strategy))
for checksum in (False, True):
    for size in (False, True):
        options = dict(checksum=checksum, size=size)
        add(f"momenta, {options}", momenta[:200], compress(momenta[:200], **options))
        add(f"nothing, {options}", b"", compress(b"", **options))
add("one byte", b"\x2a", compress(b"\x2a"))
add("zeros, 1 MB", bytes(1 << 20), compress(bytes(1 << 20)))
add("noise", noise, compress(noise))
add("far repeats, window of 1 MB", far, compress(far, window_log=20))
add("far repeats, long-distance matching", far, compress(far, window_log=27, enable_ldm=True))
add("longer text, window of 1 kB", longer, compress(longer, window_log=10))
add("momenta", momenta, compress(momenta, level=3))
add("offsets in blocks of 2000", offsets, streamed(offsets, 2000, level=6))
add("levels in blocks of 1000", levels, streamed(levels, 1000, level=1))
add("text in blocks of 200", text, streamed(text, 200, level=19))
add("text, 3 MB", text * 3000, compress(text * 3000, level=3))
add("two frames", text + momenta[:64], compress(text), compress(momenta[:64], checksum=False))
add(
    "frames among skippable ones",
    text + b"" + text,
    skippable(b"hello", 3),
    compress(text, size=False),
    skippable(b""),
    compress(b""),
    compress(text, level=1),
    skippable(noise, 15),
)

dictionary = zstandard.train_dictionary(
    1000, [f"event {i} ".encode() + text[i * 4 : i * 4 + 60] for i in range(200)]
)
assert dictionary.dict_id() != 0
refused = [
    {
        "name": "a frame with a dictionary",
        "length": len(text),
        "frame": base64.b64encode(
            zstandard.ZstdCompressor(dict_data=dictionary).compress(text)
        ).decode(),
        "message": "needs a dictionary",
    },
    {
        "name": "a frame without magic number",
        "length": len(text),
        "frame": base64.b64encode(compress(text, format=zstandard.FORMAT_ZSTD1_MAGICLESS)).decode(),
        "message": "not a Zstandard frame",
    },
]

# Frames of real files: a ROOT header of nine bytes, then the frame.
files = []
for path in sorted((data / "root").glob("*/*.root")):
    content = path.read_bytes()
    whole = hashlib.sha256()
    count = 0
    for match in re.finditer(rb"ZS\x01(...)(...)(?=\x28\xb5\x2f\xfd)", content, re.DOTALL):
        n, length = (int.from_bytes(match[i], "little") for i in (1, 2))
        frame = content[match.end() : match.end() + n]
        plain = zstandard.ZstdDecompressor().decompress(frame, max_output_size=length)
        assert len(plain) == length
        whole.update(plain)
        count += 1
    if count > 0:
        name = path.relative_to(data).as_posix()
        files.append({"file": name, "frames": count, "sha256": whole.hexdigest()})

for case in cases:
    frame = base64.b64decode(case["frame"])
    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 31).decompressobj(
        read_across_frames=True
    )
    plain = decompressor.decompress(frame)
    assert hashlib.sha256(plain).hexdigest() == case["sha256"], case["name"]

versions = {
    "python": platform.python_version(),
    "zstandard": zstandard.__version__,
    "libzstd": ".".join(map(str, zstandard.ZSTD_VERSION)),
}
parts = {"cases": cases, "refused": refused, "files": files}
lines = [f'  "versions": {json.dumps(versions)}']
for name, rows in parts.items():
    lines.append(f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n  ]")
target = repository / "test" / "data" / "codec" / "zstd.json"
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{target}: {target.stat().st_size} bytes")

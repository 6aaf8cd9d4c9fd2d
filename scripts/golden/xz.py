"""Writes test/data/codec/xz.json: XZ streams made by liblzma and xz, and the hashes of what the real
files' streams hold.

Run: python scripts/golden/xz.py [DATA], with xz (XZ Utils) on the path.
DATA is the folder of the real files, ../shared/data by default.
"""

import base64
import hashlib
import json
import lzma
import pathlib
import platform
import random
import re
import struct
import subprocess
import sys

repository = pathlib.Path(__file__).parents[2]
data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else repository / "../shared/data"
rng = random.Random(20240710)

words = ["electron ", "muon ", "jet ", "photon ", "tau ", "pt=", "eta=", "phi=", "\n"]
text = "".join(rng.choices(words, k=100)).encode()
momenta = b"".join(struct.pack(">f", 5e3 + rng.expovariate(1 / 3e4)) for _ in range(150))
offsets, total = b"", 0
for _ in range(800):
    total += rng.randrange(5)
    offsets += struct.pack(">i", total * 4)
noise = rng.randbytes(300)
far = noise + bytes(200_000) + noise + b"abc" * 50_000 + noise

cases = []


def add(name, content, stream):
    cases.append(
        {
            "name": name,
            "length": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "stream": base64.b64encode(stream).decode(),
        }
    )


def compress(content, check=lzma.CHECK_CRC32, **options):
    filters = [{"id": lzma.FILTER_LZMA2, **options}]
    return lzma.compress(content, lzma.FORMAT_XZ, check, filters=filters)


def by_xz(content, *options):
    return subprocess.run(
        ["xz", "--stdout", *options], input=content, stdout=subprocess.PIPE, check=True
    ).stdout


for preset in range(10):
    add(f"text, preset {preset}", text, compress(text, preset=preset))
    extreme = preset | lzma.PRESET_EXTREME
    add(f"text, preset {preset}e", text, compress(text, preset=extreme))
checks = {
    "none": lzma.CHECK_NONE,
    "crc32": lzma.CHECK_CRC32,
    "crc64": lzma.CHECK_CRC64,
    "sha256": lzma.CHECK_SHA256,
}
for name, check in checks.items():
    for n in (0, 1, 55, 64, 200):
        add(f"{n} bytes, check {name}", text[:n], compress(text[:n], check))
for lc, lp, pb in [(0, 0, 0), (0, 2, 2), (4, 0, 0), (0, 4, 4), (2, 2, 1), (3, 0, 2)]:
    for name, content in {"momenta": momenta[:200], "offsets": offsets[:600]}.items():
        stream = compress(content, lc=lc, lp=lp, pb=pb)
        add(f"{name}, lc {lc}, lp {lp}, pb {pb}", content, stream)
add("momenta", momenta, compress(momenta, preset=9))
add("offsets", offsets, compress(offsets, preset=6, lc=2, lp=2))
add("noise", noise, compress(noise))
add("text and noise", text + noise + text, compress(text + noise + text))
add("far repeats", far, compress(far))
add("far repeats, dictionary of 4 kB", far, compress(far, dict_size=4096))
add("zeros, 5 MB", bytes(5 << 20), compress(bytes(5 << 20)))
add("blocks of 500 bytes", text, by_xz(text, "--block-size=500", "--threads=1"))
add("blocks with sizes", text, by_xz(text, "--block-size=500", "--threads=2", "--check=sha256"))
streams = compress(text) + compress(b"") + bytes(8) + compress(noise, lzma.CHECK_NONE) + bytes(4)
add("streams with padding", text + noise, streams)

refused = []
for name, chain, message in [
    ("a delta filter", [{"id": lzma.FILTER_DELTA, "dist": 4}], "a chain of 2 filters"),
    ("an x86 filter", [{"id": lzma.FILTER_X86}], "a chain of 2 filters"),
]:
    chain.append({"id": lzma.FILTER_LZMA2})
    stream = lzma.compress(text, lzma.FORMAT_XZ, filters=chain)
    refused.append((name, stream, message))
refused.append(("an .lzma file", lzma.compress(text, lzma.FORMAT_ALONE), "not an XZ stream"))
refused = [
    {
        "name": name,
        "length": len(text),
        "stream": base64.b64encode(stream).decode(),
        "message": message,
    }
    for name, stream, message in refused
]

# Streams of real files: a ROOT header of nine bytes, then the stream.
files = []
for path in sorted((data / "root").glob("*/*.root")):
    content = path.read_bytes()
    whole = hashlib.sha256()
    count = 0
    for match in re.finditer(rb"XZ\x00(...)(...)(?=\xfd7zXZ\x00)", content, re.DOTALL):
        n, length = (int.from_bytes(match[i], "little") for i in (1, 2))
        plain = lzma.decompress(content[match.end() : match.end() + n])
        assert len(plain) == length
        whole.update(plain)
        count += 1
    if count > 0:
        name = path.relative_to(data).as_posix()
        files.append({"file": name, "streams": count, "sha256": whole.hexdigest()})

xz = subprocess.run(["xz", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
versions = {"python": platform.python_version(), "xz": xz.splitlines()[0].split()[-1]}
parts = {"cases": cases, "refused": refused, "files": files}
lines = [f'  "versions": {json.dumps(versions)}']
for name, rows in parts.items():
    lines.append(f'  "{name}": [\n' + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n  ]")
target = repository / "test" / "data" / "codec" / "xz.json"
target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{target}: {target.stat().st_size} bytes")

"""Elementary functions, correctly rounded -> test/data/math/elementary.json (float64 as hex)."""

import json
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.prec = 2600
R = random.Random(20240710)


def bits(x):
    return struct.pack(">d", x).hex()


def rounded(y):
    """The nearest float64; mpmath rounds to 53 bits, subnormal results need care."""
    if abs(y) < mpf(2) ** -1022:
        return float(mpmath.nint(y * mpf(2) ** 1074)) * 5e-324
    return float("inf") * (1 if y > 0 else -1) if abs(y) >= mpf(2) ** 1024 else float(y)


def random_bits(low, high):
    """Any magnitude from 2^low to 2^high, either sign."""
    return R.choice((-1, 1)) * (1 + R.random()) * 2.0 ** R.randint(low, high - 1)


def worst_angles():
    """Doubles close to multiples of pi/2, from continued fractions (Kahan's search)."""
    found = []
    for exponent in list(range(0, 60)) + list(range(60, 1023, 40)):
        unit = mpf(2) ** (exponent - 52)
        ratio = unit / (mp.pi / 2)
        # Convergents p/q of ratio: m = q makes m * unit close to p * pi/2.
        a, b, c, d = 0, 1, 1, 0
        x = ratio
        for _ in range(400):
            whole = int(mpmath.floor(x))
            a, b = b, whole * b + a
            c, d = d, whole * d + c
            if d >= 2**53:
                break
            if d >= 2**52:
                found.append(float(d * unit))
            if x == whole:
                break
            x = 1 / (x - whole)
        if 2**52 > c > 0:
            m = c * (2**53 // c)
            found.append(float(m * unit))
    return found


EDGE = [0.5, 1.0, 1.5, 2.0, 3.141592653589793, 1.5707963267948966, 0.7853981633974483, 1e-300, 5e-324, 2.2e-308, 1e-8, 1e-16]
common = [x for e in EDGE for x in (e, -e)]
small = [random_bits(-40, 1) for _ in range(100)] + [R.uniform(-4, 4) for _ in range(120)]
angles = common + small + [R.uniform(-2e6, 2e6) for _ in range(80)] + [random_bits(1, 1023) for _ in range(60)] + worst_angles() + [1647099.0, 1647098.9999, 1647099.1, 1.7976931348623157e308]
cases = {
    "sin": (mpmath.sin, angles),
    "cos": (mpmath.cos, angles),
    "tan": (mpmath.tan, angles),
    "exp": (mpmath.exp, common + small + [R.uniform(-745, 710) for _ in range(120)] + [709.78, 709.79, -708.5, -745.1, -745.2, 720.0, -1000.0, 1e300, -1e300]),
    "log": (mpmath.log, [abs(x) for x in common] + [abs(x) for x in small] + [abs(random_bits(-1074, 1023)) for _ in range(120)] + [1 + random_bits(-50, -2) for _ in range(80)] + [1.7976931348623157e308]),
    "log1p": (mpmath.log1p, [x for x in common + small + [abs(random_bits(-300, 1000)) for _ in range(80)] + [random_bits(-60, 0) for _ in range(80)] if x > -1]),
    "sinh": (mpmath.sinh, common + small + [R.uniform(-711, 711) for _ in range(120)] + [710.4, 710.47, 709.5, 711.0, 1e300]),
    "cosh": (mpmath.cosh, common + small + [R.uniform(-711, 711) for _ in range(120)] + [710.4, 710.47, 709.5, 711.0, 1e300]),
    "asinh": (mpmath.asinh, common + small + [random_bits(-300, 1023) for _ in range(120)]),
}
out = {"about": "x, y of float64 in pairs of hex; y rounded from 2600 bits", "mpmath": mpmath.__version__}
for name, (f, xs) in cases.items():
    rows = []
    for x in xs:
        if abs(x) > 1e4 and name in ("exp", "sinh", "cosh"):
            y = {"exp": 0.0 if x < 0 else float("inf"), "cosh": float("inf"), "sinh": float("inf") if x > 0 else float("-inf")}[name]
        else:
            y = rounded(f(mpf(x)))
        rows.append(bits(x) + bits(y))
    out[name] = "".join(rows)
pairs = [(random_bits(-5, 5), random_bits(-5, 5)) for _ in range(150)] + [(random_bits(-1000, 1000), random_bits(-1000, 1000)) for _ in range(80)] + [(y, x) for y in (1.7e308, -1e308, 5e-324, 1.0) for x in (1.7e308, -1e308, 1.0, -5e-324)]
out["atan2"] = "".join(bits(y) + bits(x) + bits(rounded(mpmath.atan2(mpf(y), mpf(x)))) for y, x in pairs)
# Drawn after all others, whose values stay as they are.
unit = [x for x in common + small if abs(x) <= 1] + [R.choice((-1, 1)) * (1 - 2.0 ** -R.uniform(1, 53)) for _ in range(80)]
positive = [abs(x) for x in common + small] + [abs(random_bits(-1074, 1023)) for _ in range(120)] + [1 + random_bits(-50, -2) for _ in range(80)]
more = {
    "expm1": (mpmath.expm1, common + small + [R.uniform(-50, 700) for _ in range(120)]),
    "exp2": (lambda x: mpf(2) ** x, common + small + [R.uniform(-1070, 1023) for _ in range(120)]),
    "log2": (lambda x: mpmath.log(x, 2), positive),
    "log10": (mpmath.log10, positive),
    "cbrt": (lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), common + small + [random_bits(-1000, 1000) for _ in range(120)]),
    "asin": (mpmath.asin, unit),
    "acos": (mpmath.acos, unit),
    "tanh": (mpmath.tanh, common + small + [R.uniform(-30, 30) for _ in range(120)]),
    "acosh": (mpmath.acosh, [1 + abs(random_bits(-50, 1)) for _ in range(120)] + [abs(random_bits(1, 1000)) for _ in range(80)]),
    "atanh": (mpmath.atanh, [x for x in unit if abs(x) < 1]),
}
for name, (f, xs) in more.items():
    out[name] = "".join(bits(x) + bits(rounded(f(mpf(x)))) for x in xs)
lengths = [(random_bits(-5, 5), random_bits(-5, 5)) for _ in range(150)] + [(random_bits(-1000, 1000), random_bits(-1000, 1000)) for _ in range(80)] + [(3.0, 4.0), (1.7e308, 1.0), (5e-324, 5e-324), (1e-160, 1e-161), (1e154, 1e155)]
out["hypot"] = "".join(bits(x) + bits(y) + bits(rounded(mpmath.sqrt(mpf(x) ** 2 + mpf(y) ** 2))) for x, y in lengths)
powers = [(abs(random_bits(-5, 5)), R.uniform(-30, 30)) for _ in range(150)] + [(abs(random_bits(-300, 300)), R.uniform(-3, 3)) for _ in range(80)] + [(float(R.randint(-9, 9) or 1), float(R.randint(-20, 20))) for _ in range(60)]
out["pow"] = "".join(bits(x) + bits(y) + bits(rounded(mpf(x) ** (int(y) if y == int(y) else mpf(y)))) for x, y in powers)
path = Path(__file__).parents[2] / "test/data/math/elementary.json"
path.write_text(json.dumps(out, indent=1) + "\n")
print(path, path.stat().st_size)

"""Golden values of special functions: test/math/special.json. Needs scipy and numpy.

    python scripts/golden/special.py > test/math/special.json
"""

import json

import numpy as np
import scipy
from scipy import special

shapes = [1e-2, 0.5, 1, 1.5, 2, 3, 5, 9.99, 10, 11, 39, 100, 1234.5, 1e4, 1e5]
fractions = [1e-3, 0.02, 0.15865525393145707, 0.3, 0.5, 0.7, 0.8413447460685429, 0.99]
deviates = [-4, -2, -1, -0.1, 0, 0.3, 1, 3, 6]
tail = special.ndtr(-1)

rows = {
    "gammaln": [[a, special.gammaln(a)] for a in shapes],
    "ndtri": [[p, special.ndtri(p)] for p in [1e-300, 1e-50, 1e-12, 1e-5, 0.01, 0.07, 0.0751, 0.2, 0.6, 0.95, 1 - 1e-12]],
    "gammaincinv": [[a, p, special.gammaincinv(a, p)] for a in shapes for p in fractions],
    "gammainccinv": [[a, p, special.gammainccinv(a, p)] for a in shapes for p in fractions],
    "gammainc": [],
    "gammaincc": [],
    "garwood": [
        [n, special.gammaincinv(n, tail) if n else 0, special.gammainccinv(n + 1, tail)]
        for n in [0, 1, 2, 3, 4, 9, 10, 39, 100, 12345, 1000000]
    ],
}
for a in shapes:
    for z in deviates:
        x = max(a + z * a**0.5, a * 0.01)
        rows["gammainc"].append([a, x, special.gammainc(a, x)])
        rows["gammaincc"].append([a, x, special.gammaincc(a, x)])
print(json.dumps({"scipy": scipy.__version__, "numpy": np.__version__, **rows}, default=float))

"""vector over Awkward -> test/data/vector/sums.json: sums and masses of lists of momenta in float64."""

import json
from pathlib import Path

import awkward as ak
import numpy as np
import vector

vector.register_awkward()
R = np.random.default_rng(20240710)
counts = np.concatenate([[4, 0, 1, 2, 3, 4, 5, 9, 0], R.poisson(4, 30), [200]])
n = int(counts.sum())
coordinates = {
    "pt": R.exponential(30, n), "eta": R.normal(0, 1.5, n), "phi": R.uniform(-np.pi, np.pi, n),
    "energy": R.exponential(200, n), "mass": R.normal(1, 5, n), "theta": R.uniform(0.01, 3.13, n),
    "px": R.normal(0, 30, n), "py": R.normal(0, 30, n), "pz": R.normal(0, 80, n),
}
# Angles beyond the usual.
coordinates["eta"][::37] *= 5
coordinates["phi"][::41] += 100
out = {"versions": {"awkward": ak.__version__, "vector": vector.__version__, "numpy": np.__version__}, "counts": counts.tolist(), "coordinates": {k: v.tolist() for k, v in coordinates.items()}, "cases": []}
for names in (["pt", "eta", "phi", "energy"], ["pt", "eta", "phi", "mass"], ["px", "py", "pz", "energy"], ["px", "py", "pz", "mass"], ["pt", "theta", "phi", "energy"], ["px", "py", "eta", "energy"], ["pt", "pz", "phi", "mass"]):
    v = vector.zip({k: ak.unflatten(coordinates[k], counts) for k in names})
    case = {"names": names}
    for stop in (None, 4):
        total = ak.sum(v[:, :stop], axis=1)
        case[f"sum{stop or ''}"] = {k: ak.to_list(getattr(total, k)) for k in ("x", "y", "z", "t", "mass")}
    out["cases"].append(case)
path = Path(__file__).parents[2] / "test/data/vector/sums.json"
path.write_text(json.dumps(out, separators=(",", ":")).replace('"cases":[', '"cases":[\n').replace('},{"names', '},\n{"names') + "\n")
print(path, path.stat().st_size)

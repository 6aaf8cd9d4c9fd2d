"""mplhep's side of bench/plot/stack-ratio.ts: a stack, its band, data and a ratio panel, to SVG."""

import io
import json
import sys

import matplotlib

matplotlib.use("agg")

import hist  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import mplhep as hep  # noqa: E402
import numpy as np  # noqa: E402
from mplhep.comparison_functions import get_comparison  # noqa: E402
from peer import serve  # noqa: E402

given = json.loads(sys.argv[1])
axis = hist.axis.Regular(34, 80, 250, name="m", label="$m_{4l}$ [GeV]")


def filled(counts, weight):
    h = hist.Hist(axis, storage=hist.storage.Weight())
    counts = np.array(counts, float)
    h.view()["value"] = counts * weight
    h.view()["variance"] = counts * weight**2
    return h


layers = [filled(c, w) for c, w in zip(given["layers"], given["weights"])]
data = filled(given["data"], 1)


def draw():
    figure, *_ = hep.comp.data_model(
        data,
        stacked_components=layers,
        stacked_labels=given["labels"],
        comparison="split_ratio",
        xlabel="$m_{4l}$ [GeV]",
        ylabel="Events / 5.0 GeV",
    )
    out = io.StringIO()
    figure.savefig(out, format="svg")
    plt.close(figure)
    return len(out.getvalue())


values, lower, upper = get_comparison(data, sum(layers[1:], layers[0]), "split_ratio", "poisson")
draw()
serve(
    lambda: draw() and None,
    {"values": values.tolist(), "lower": lower.tolist(), "upper": upper.tolist()},
    "mplhep",
)

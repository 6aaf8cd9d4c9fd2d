"""pyhf with NumPy or JAX, and Minuit: evaluations, fits and toys of a workspace."""

import json
import sys

import pyhf

from peer import serve

path, what, repeats, ntoys = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
pyhf.set_backend(sys.argv[5], "minuit")
with open(path) as file:
    workspace = pyhf.Workspace(json.load(file))
model = workspace.model()
data = workspace.data(model)
start = model.config.suggested_init()


def load():
    with open(path) as file:
        loaded = pyhf.Workspace(json.load(file)).model()
    return float(-2 * loaded.logpdf(start, data)[0])


def nll():
    for _ in range(repeats):
        value = -2 * model.logpdf(start, data)[0]
    return float(value)


def fit():
    return float(pyhf.infer.mle.fit(data, model, return_fitted_val=True)[1])


def hypotest():
    return float(pyhf.infer.hypotest(1.0, data, model))


def toys():
    calculator = pyhf.infer.calculators.ToyCalculator(
        data, model, ntoys=ntoys, track_progress=False
    )
    calculator.distributions(1.0)
    return 0


work = {"load": load, "nll": nll, "fit": fit, "hypotest": hypotest, "toys": toys}[what]
serve(work, work(), "pyhf")

"""cabinetry with pyhf, NumPy and Minuit: from a configuration to a workspace, and fits of one."""

import json
import logging
import os
import shutil
import sys
import tempfile

import cabinetry

from peer import serve

logging.disable(logging.CRITICAL)
path, what = sys.argv[1], sys.argv[2]


def from_config():
    config = cabinetry.configuration.load("config.yml")
    if "Tree" in config["Samples"][0]:
        cabinetry.templates.build(config)
    else:
        cabinetry.templates.collect(config)
    cabinetry.templates.postprocess(config)
    workspace = cabinetry.workspace.build(config)
    samples = [s for channel in workspace["channels"] for s in channel["samples"]]
    return [x for sample in samples for x in sample["data"]]


if what == "workspace":
    # Paths of a configuration count from the working directory, where its templates are written.
    folder = tempfile.mkdtemp()
    os.chdir(shutil.copytree(path, os.path.join(folder, "inputs"), copy_function=shutil.copyfile))
    for root, folders, _ in os.walk("."):
        for name in folders:
            os.chmod(os.path.join(root, name), 0o700)
    serve(from_config, from_config(), "cabinetry")
    shutil.rmtree(folder)
    sys.exit()

with open(path) as file:
    model, data = cabinetry.model_utils.model_and_data(json.load(file))
fit_results = cabinetry.fit.fit(model, data)


def ranking():
    return cabinetry.fit.ranking(model, data, fit_results=fit_results).postfit_up.tolist()


def limit():
    results = cabinetry.fit.limit(model, data)
    return [results.observed_limit, *results.expected_limit.tolist()]


def prediction():
    # The results of a first call would be remembered.
    cabinetry.model_utils._YIELD_STDEV_CACHE.clear()
    made = cabinetry.model_utils.prediction(model, fit_results=fit_results)
    return list(made.total_stdev_model_channels[0])


work = {"ranking": ranking, "limit": limit, "prediction": prediction}[what]
serve(work, work(), "cabinetry")

"""Loads a payload and evaluates each of its corrections once: payload.py FILE ETA PT RHO."""

import sys

import correctionlib
from peer import serve

file, *point = sys.argv[1:]
point = [float(x) for x in point]


def load():
    corrections = correctionlib.CorrectionSet.from_file(file)
    return sum(correction.evaluate(*point) for correction in corrections.values())


serve(load, load(), "correctionlib")

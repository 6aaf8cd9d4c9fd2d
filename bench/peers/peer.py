"""What every peer script shares: the clock and the report that bench/peer.ts reads."""

import importlib.metadata
import json
import time


def measure(work, min_time=1.0, min_runs=5):
    """Times `work` after a warm-up, until min_time s and min_runs runs are over; ms of each run."""
    end = time.perf_counter() + min_time / 4
    for _ in range(2):
        work()
    while time.perf_counter() < end:
        work()
    times = []
    start = time.perf_counter()
    while len(times) < min_runs or time.perf_counter() - start < min_time:
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1e3)
    return times


def report(times, answer, package):
    """Prints the report on one line, the last of the output."""
    name = f"{package} {importlib.metadata.version(package)}"
    print(json.dumps({"times": times, "answer": answer, "name": name}))

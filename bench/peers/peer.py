"""What every peer script shares: the clock and the report that bench/peer.ts reads."""

import importlib.metadata
import json
import time


def measure(work, min_time=1.0, min_runs=5):
    """Times `work` after a warm-up, until min_time s and min_runs runs are over.

    Returns ms and processor ms, all threads, of each run.
    """
    end = time.perf_counter() + min_time / 4
    for _ in range(2):
        work()
    while time.perf_counter() < end:
        work()
    samples = []
    start = time.perf_counter()
    while len(samples) < min_runs or time.perf_counter() - start < min_time:
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        samples.append(sample(begin, cpu))
    return samples


def sample(begin, cpu):
    """What passed since the readings of the clock and of the processor's."""
    return {"ms": (time.perf_counter() - begin) * 1e3, "cpu": (time.process_time() - cpu) * 1e3}


def report(samples, answer, package):
    """Prints the report on one line, the last of the output."""
    name = f"{package} {importlib.metadata.version(package)}"
    print(json.dumps({"samples": samples, "answer": answer, "name": name}))

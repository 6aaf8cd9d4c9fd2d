"""What every peer script shares: it answers, then repeats its work when bench/peer.ts asks."""

import importlib.metadata
import json
import sys
import time


def sample(begin, cpu):
    """What passed since the readings of the clock and of the processor's, all threads; ms."""
    return {"ms": (time.perf_counter() - begin) * 1e3, "cpu": (time.process_time() - cpu) * 1e3}


def tell(value):
    print(json.dumps(value), flush=True)


def serve(work, answer, package):
    """Tells the answer; then for each line of input, a number of ms, repeats `work` for as long, at
    least once, and tells the sample of each run. A dict that `work` returns joins its sample."""
    tell({"answer": answer, "name": f"{package} {importlib.metadata.version(package)}"})
    for line in sys.stdin:
        end = time.perf_counter() + float(line) / 1e3
        samples = []
        while not samples or time.perf_counter() < end:
            begin, cpu = time.perf_counter(), time.process_time()
            result = work()
            samples.append(sample(begin, cpu))
            if isinstance(result, dict):
                samples[-1].update(result)
        tell(samples)

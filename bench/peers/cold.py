"""From the first import to the first histogram of a ROOT file; one cold start per process.

    python cold.py FILE
"""

import time

begin, cpu = time.perf_counter(), time.process_time()
import sys  # noqa: E402

import awkward as ak  # noqa: E402
import hist  # noqa: E402
import uproot  # noqa: E402

with uproot.open(sys.argv[1]) as root:
    px = root["events/Muon_Px"].array()
h = hist.Hist.new.Reg(50, -100, 100, name="px").Double()
h.fill(px=ak.to_numpy(ak.flatten(px)))
values = h.values(flow=True).tolist()
from peer import sample, tell  # noqa: E402

tell({"sample": sample(begin, cpu), "answer": values, "name": f"uproot {uproot.__version__}"})

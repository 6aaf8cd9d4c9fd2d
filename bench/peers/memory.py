"""Reads all columns of "mini" once and prints the peak memory of the process in MB.

python memory.py FILE
"""

import resource
import sys

import uproot

with uproot.open(sys.argv[1]) as root:
    events = root["mini"].arrays()
assert len(events) > 0
print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

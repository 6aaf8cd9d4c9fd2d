"""Reads all columns of "mini" once and prints the peak memory of the process in MB.

python memory.py FILE
"""

import re
import resource
import sys

import uproot

with uproot.open(sys.argv[1]) as root:
    events = root["mini"].arrays()
assert len(events) > 0
# On Linux maxrss is at least that of the process which started this one.
kB = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with open("/proc/self/status") as status:
        kB = int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1))
except OSError:
    pass  # another system
print(round(kB / 1024))

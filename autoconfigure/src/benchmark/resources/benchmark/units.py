"""units.py DIRECTORY SNAP TIMES

Finds the units that are registered for SNAP, in every layout, TIMES times, and prints how
many there are and how many µs of CPU time each turn took.
"""
import os
import re
import sys
import time

directory, snap, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
LAYOUT = re.compile(
    "LCK\\.\\." + re.escape(snap) + "(?:--rev[0-9]+__|__[0-9]+--|__|--)(.+)", re.DOTALL
)


def units():
    found = set()
    for name in os.listdir(directory):
        match = LAYOUT.fullmatch(name)
        if match and not os.path.isdir(os.path.join(directory, name)):
            found.add(match.group(1))
    return found


start = time.process_time()
for _ in range(times):
    count = len(units())
print(count)
print((time.process_time() - start) * 1e6 / times)

"""Takes and truncates a lock file over and over until its input ends: restless_peer.py FILE LOG"""
import fcntl
import os
import select
import sys

path, log = sys.argv[1:]
print("ready", flush=True)
with open(log, "ab", buffering=0) as log:
    while not select.select([sys.stdin], [], [], 0.005)[0]:
        with open(path, "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            log.write(b"enter %d\n" % os.getpid())
            log.write(b"leave %d\n" % os.getpid())

"""A program that locks by flock(2), as the charms do: python3 flock_peer.py hold|try FILE"""
import fcntl
import sys

mode, path = sys.argv[1:]
with open(path, "a") as file:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if mode == "try" else 0))
    except BlockingIOError:
        sys.exit(1)
    if mode == "hold":
        print("held", flush=True)
        sys.stdin.readline()

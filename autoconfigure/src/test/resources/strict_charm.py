"""A charm that crashes on every name that is no registration, as today's do: strict_charm.py DIR"""
import os
import select
import sys

print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    for filename in os.listdir(sys.argv[1]):
        snap, rest = filename.removeprefix("LCK..").split("--rev")
        revision, unit = rest.split("__")
        int(revision)
print("read on")

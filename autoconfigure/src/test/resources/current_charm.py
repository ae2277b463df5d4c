"""A unit of today's charms: current_charm.py DIR UNIT COMMAND SNAP [REVISION]"""
import os
import sys


def registrations(directory, snap):
    for filename in os.listdir(directory):
        if not filename.startswith("LCK.."):
            continue
        try:
            of_snap, rest = filename.removeprefix("LCK..").split("--rev")
            revision, unit = rest.split("__")
            revision = int(revision)
        except ValueError:
            continue
        if of_snap == snap:
            yield unit, revision, filename


directory, unit, command, snap = sys.argv[1:5]
unit = unit.replace("/", "_")
if command == "register":
    open(os.path.join(directory, f"LCK..{snap}--rev{sys.argv[5]}__{unit}"), "w").close()
elif command == "unregister":
    for name, _, filename in list(registrations(directory, snap)):
        if name == unit:
            os.remove(os.path.join(directory, filename))
elif command == "units":
    print(*sorted({name for name, _, _ in registrations(directory, snap)}))
elif command == "revisions":
    print(*sorted({revision for _, revision, _ in registrations(directory, snap)}))
elif command == "used":
    print(any(name != unit for name, _, _ in registrations(directory, snap)))

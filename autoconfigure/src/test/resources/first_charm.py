"""A unit of the first charms: first_charm.py DIR UNIT COMMAND SNAP [REVISION]"""
import os
import re
import sys


def units(directory, snap):
    prefix = f"LCK..{snap}--"
    return [name[len(prefix):] for name in os.listdir(directory) if name.startswith(prefix)]


def revision(directory, snap, unit):
    with open(os.path.join(directory, f"LCK..{snap}--{unit}")) as file:
        return file.read().strip()


directory, unit, command, snap = sys.argv[1:5]
unit = re.sub(r"[^\w-]", "_", unit)
path = os.path.join(directory, f"LCK..{snap}--{unit}")
if command == "register":
    with open(path, "w") as file:
        file.write(sys.argv[5])
elif command == "unregister":
    os.remove(path)
elif command == "units":
    print(*sorted(units(directory, snap)))
elif command == "revisions":
    print(*sorted(filter(None, (revision(directory, snap, name) for name in units(directory, snap)))))
elif command == "used":
    print(any(name != unit for name in units(directory, snap)))

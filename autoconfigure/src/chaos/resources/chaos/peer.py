"""What a Python peer of the chaos run needs: ACTOR LOCKS JOURNAL COUNTERS (ID FILE)…"""
import os
import random
import select
import sys
import time

actor, _, journal, counters = sys.argv[1:5]
ids, files = sys.argv[5::2], sys.argv[6::2]
journal = os.open(journal, os.O_WRONLY | os.O_APPEND)


def say(*words):
    os.write(journal, (" ".join(words) + "\n").encode())


def section(id):
    say("enter", id, actor + "/0")
    with open(os.path.join(counters, id), "r+b", buffering=0) as counter:
        count = int(counter.read()) + 1
        if random.randrange(20) == 0:
            time.sleep(random.random() * 0.003)
        counter.seek(0)
        counter.write(b"%12d" % count)
    say("exit", id, actor + "/0", str(count))


def run(locked):
    """Calls locked(file, body) with any lock, until there is input or its end."""
    say("started", actor)
    while not select.select([sys.stdin], [], [], random.random() / 500)[0]:
        n = random.randrange(len(ids))
        try:
            locked(files[n], lambda: section(ids[n]))
        except OSError as error:
            print(error)

"""uncontended.py original|filelock FILE MILLIS

Acquires and releases the lock of FILE in a loop, and prints how many µs of CPU time each
turn took.
"""
import fcntl
import os
import sys
import time
from contextlib import contextmanager


@contextmanager
def original(path, timeout=30):
    """As the charms lock: poll, and unlink when done."""
    with open(path, "w") as file:
        deadline = time.time() + timeout
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.time() > deadline:
                    raise TimeoutError(path)
                time.sleep(0.1)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
            os.remove(path)


kind, path, millis = sys.argv[1:]

if kind == "original":

    def acquire_and_release():
        with original(path):
            pass

else:
    import filelock

    lock = filelock.FileLock(path)

    def acquire_and_release():
        lock.acquire()
        lock.release()


end = time.monotonic() + int(millis) / 1e3
start = time.thread_time()
count = 0
while time.monotonic() < end:
    for _ in range(100):
        acquire_and_release()
    count += 100
print((time.thread_time() - start) * 1e6 / count)

"""The algorithm that this library began with: poll, and unlink after the release."""
import fcntl
import os
import time

import peer


def locked(path, body):
    file = open(path, "w")
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(0.1)
    body()
    fcntl.flock(file, fcntl.LOCK_UN)
    file.close()
    os.unlink(path)


peer.run(locked)

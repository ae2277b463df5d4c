"""Takes lock files by flock(2), and truncates them, as open(…, "w") does."""
import fcntl

import peer


def locked(path, body):
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        body()


peer.run(locked)

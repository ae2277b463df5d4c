package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The open descriptors of one lock: the lock file and its gate.
 * <p>
 * flock(2) alone starves waiters: a process that loops takes the lock again before the
 * woken waiter runs. So everyone passes a turnstile: takes the gate, then the lock, then
 * gives the gate back. The one that waits for the lock holds the gate, and the one that
 * has just released the lock queues at the gate, behind it.
 * <p>
 * Used by one thread at a time.
 */
final class LockFile {

	private final Syscalls syscalls;

	private final Path path;

	private final int lock;

	private final int gate;

	private final FileIdentity identity;

	private LockFile(Syscalls syscalls, Path path, int lock, int gate) throws IOException {
		this.syscalls = syscalls;
		this.path = path;
		this.lock = lock;
		this.gate = gate;
		this.identity = syscalls.identify(lock);
	}

	static LockFile open(Syscalls syscalls, Path path) throws IOException {
		int lock = syscalls.open(path);
		int gate = -1;
		try {
			gate = syscalls.open(gateOf(path));
			return new LockFile(syscalls, path, lock, gate);
		}
		catch (IOException | RuntimeException | Error ex) {
			if (gate >= 0) {
				syscalls.close(gate);
			}
			syscalls.close(lock);
			throw ex;
		}
	}

	static Path gateOf(Path path) {
		return path.resolveSibling(path.getFileName() + ".gate");
	}

	boolean tryLock() throws IOException {
		if (!this.syscalls.tryLock(this.gate)) {
			return false;
		}
		try {
			return tryLockPastGate();
		}
		finally {
			this.syscalls.unlock(this.gate);
		}
	}

	boolean tryLockPastGate() throws IOException {
		return this.syscalls.tryLock(this.lock);
	}

	void waitForGate() throws IOException {
		this.syscalls.lock(this.gate);
	}

	void waitForLock() throws IOException {
		this.syscalls.lock(this.lock);
	}

	void leaveGate() throws IOException {
		this.syscalls.unlock(this.gate);
	}

	/**
	 * Whether the path still leads to the file that this has locked. If not, somebody
	 * unlinked or replaced it, and newcomers lock another file.
	 */
	boolean isCurrent() throws IOException {
		return this.identity.equals(this.syscalls.identify(this.path));
	}

	/**
	 * Unlocks, then closes: a child process between fork and exec shares the descriptors,
	 * and with them a lock that was not given back first.
	 */
	void release() throws IOException {
		try {
			this.syscalls.unlock(this.lock);
		}
		finally {
			close();
		}
	}

	void close() throws IOException {
		try {
			this.syscalls.close(this.gate);
		}
		finally {
			this.syscalls.close(this.lock);
		}
	}

}

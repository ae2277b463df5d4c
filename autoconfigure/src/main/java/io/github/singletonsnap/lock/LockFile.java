package io.github.singletonsnap.lock;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * One lock file and its gate, open.
 * <p>
 * flock(2) alone starves waiters: a process that loops takes the lock again before the
 * woken waiter runs. So everyone passes a turnstile: takes the gate, then the lock, then
 * gives the gate back. The one that waits for the lock holds the gate, and the one that
 * has just released the lock queues at the gate, behind it.
 * <p>
 * Used by one thread at a time.
 */
final class LockFile {

	private final OpenFile lock;

	private final OpenFile gate;

	private final byte[] buffer = new byte[HoldRecord.LONGEST];

	LockFile(OpenFile lock, OpenFile gate) {
		this.lock = lock;
		this.gate = gate;
	}

	boolean tryLock() throws IOException {
		if (!this.gate.tryLock()) {
			return false;
		}
		try {
			return this.lock.tryLock();
		}
		finally {
			this.gate.unlock();
		}
	}

	boolean tryLockPastGate() throws IOException {
		return this.lock.tryLock();
	}

	void waitForLock() throws IOException {
		this.lock.lock();
	}

	boolean isCurrent() throws IOException {
		return this.lock.isCurrent();
	}

	/**
	 * Writes the record of the new holder, and returns the one that the last holder left,
	 * if it did not clear it.
	 */
	@Nullable HoldRecord begin(Claim claim) throws IOException {
		HoldRecord left = HoldRecord.decode(this.buffer, this.lock.read(this.buffer));
		this.lock.write(this.buffer, claim.record(this.buffer));
		return left;
	}

	void end() throws IOException {
		// One byte: to truncate the file would cost more than all the rest
		this.lock.write(HoldRecord.RELEASED, 1);
	}

	void unlock() throws IOException {
		this.lock.unlock();
	}

	/**
	 * Unlocks, then closes: a child process between fork and exec shares the descriptors,
	 * and with them a lock that was not given back first.
	 */
	void release() throws IOException {
		try {
			this.lock.unlock();
		}
		finally {
			close();
		}
	}

	void close() throws IOException {
		try {
			this.gate.close();
		}
		finally {
			this.lock.close();
		}
	}

}

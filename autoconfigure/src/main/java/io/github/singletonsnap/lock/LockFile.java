package io.github.singletonsnap.lock;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * One lock file and its gate, open.
 * <p>
 * flock(2) alone starves waiters: a process that loops takes the lock again before the
 * woken waiter runs. So whoever has to wait passes a turnstile: takes the gate, then the
 * lock, then gives the gate back. The one that waits for the lock holds the gate, and has
 * put a mark into the first byte of the lock file: whoever gets the lock without the gate
 * and sees the mark gives it back, and queues at the gate. Behind the mark stands the
 * {@link HoldRecord}.
 * <p>
 * The mark is written and cleared by the holder of the gate alone. One that a dead waiter
 * left costs the next request the way through the gate, which clears it; one that another
 * program overwrote costs the waiter its precedence. Neither touches the exclusion.
 * <p>
 * Used by one thread at a time.
 */
final class LockFile {

	private static final byte[] WAITING = { 'w' };

	private static final byte[] NOBODY_WAITING = { ' ' };

	private final OpenFile lock;

	private final OpenFile gate;

	// What stood in the file when it was locked
	private final byte[] buffer = new byte[HoldRecord.START + HoldRecord.LONGEST];

	private int length;

	LockFile(OpenFile lock, OpenFile gate) {
		this.lock = lock;
		this.gate = gate;
	}

	boolean tryLock() throws IOException {
		if (!tryLockPastGate()) {
			return false;
		}
		if (!isMarked()) {
			return true;
		}
		this.lock.unlock();
		return tryLockThroughGate();
	}

	private boolean tryLockThroughGate() throws IOException {
		if (!this.gate.tryLock()) {
			return false;
		}
		try {
			boolean locked = tryLockPastGate();
			if (locked) {
				clearMark();
			}
			return locked;
		}
		finally {
			this.gate.unlock();
		}
	}

	boolean tryLockPastGate() throws IOException {
		boolean locked = this.lock.tryLock();
		if (locked) {
			read();
		}
		return locked;
	}

	/**
	 * For the holder of the gate, which must keep it until this returns.
	 */
	void waitForLock() throws IOException {
		if (!tryLockPastGate()) {
			this.lock.write(WAITING, 1, 0);
			this.lock.lock();
			read();
		}
		clearMark();
	}

	private void read() throws IOException {
		this.length = this.lock.read(this.buffer);
	}

	private boolean isMarked() {
		return this.length > 0 && this.buffer[0] == WAITING[0];
	}

	private void clearMark() throws IOException {
		if (isMarked()) {
			this.lock.write(NOBODY_WAITING, 1, 0);
		}
	}

	boolean isCurrent() throws IOException {
		return this.lock.isCurrent();
	}

	/**
	 * Writes the record of the new holder, and returns the one that the last holder left,
	 * if it did not clear it.
	 */
	@Nullable HoldRecord begin(Claim claim) throws IOException {
		HoldRecord left = HoldRecord.decode(this.buffer, this.length);
		this.lock.write(this.buffer, claim.record(this.buffer), HoldRecord.START);
		return left;
	}

	void end() throws IOException {
		// One byte: to truncate the file would cost more than all the rest
		this.lock.write(HoldRecord.RELEASED, 1, HoldRecord.START);
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

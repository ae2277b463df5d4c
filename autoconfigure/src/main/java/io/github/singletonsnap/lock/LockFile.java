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
 * Only who holds the gate writes the mark, and whoever finds the lock free there clears
 * it. So the first request after the last waiter passes the gate for nothing; the waiter
 * itself has no time to lose when it is woken. A mark that another program overwrites
 * costs the waiter its precedence, and never the exclusion.
 * <p>
 * Used by one thread at a time.
 */
final class LockFile {

	private static final byte[] WAITING = { 'w' };

	private static final byte[] NOBODY_WAITING = { ' ' };

	private static final int UNREAD = -1;

	private final OpenFile lock;

	private final OpenFile gate;

	private final byte[] buffer = new byte[HoldRecord.START + HoldRecord.LONGEST];

	// Of what stood in the file when it was locked
	private int length = UNREAD;

	LockFile(OpenFile lock, OpenFile gate) {
		this.lock = lock;
		this.gate = gate;
	}

	boolean tryLock() throws IOException {
		if (!this.lock.tryLock()) {
			return false;
		}
		this.length = this.lock.read(this.buffer);
		if (this.length <= 0 || this.buffer[0] != WAITING[0]) {
			return true;
		}
		this.length = UNREAD;
		this.lock.unlock();
		return tryLockThroughGate();
	}

	private boolean tryLockThroughGate() throws IOException {
		if (!this.gate.tryLock()) {
			return false;
		}
		try {
			return tryLockInGate();
		}
		finally {
			this.gate.unlock();
		}
	}

	private boolean tryLockInGate() throws IOException {
		boolean locked = this.lock.tryLock();
		if (locked) {
			this.lock.write(NOBODY_WAITING, 1, 0);
		}
		return locked;
	}

	boolean tryLockPastGate() throws IOException {
		return this.lock.tryLock();
	}

	/**
	 * For the holder of the gate, which must keep it until this returns.
	 */
	void waitForLock() throws IOException {
		if (!tryLockInGate()) {
			this.lock.write(WAITING, 1, 0);
			this.lock.lock();
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
		if (this.length == UNREAD) {
			this.length = this.lock.read(this.buffer);
		}
		HoldRecord left = HoldRecord.decode(this.buffer, this.length);
		this.length = UNREAD;
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

package io.github.singletonsnap;

import io.github.singletonsnap.lock.Hold;

/**
 * A lock that is held, until it is closed or this process ends, in whatever way.
 * <p>
 * Locks are reentrant: a thread that holds one gets it again at once, and the lock is
 * free when the last of its holds is closed, in any order. Closing is idempotent and may
 * be done by any thread.
 */
public final class SnapLock implements AutoCloseable {

	private final Hold hold;

	SnapLock(Hold hold) {
		this.hold = hold;
	}

	/**
	 * Gives this hold back. Never throws: trouble with the lock file is logged, and the
	 * lock is free all the same.
	 */
	@Override
	public void close() {
		this.hold.release();
	}

}

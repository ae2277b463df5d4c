package io.github.singletonsnap;

import java.util.Locale;

/**
 * How far a request for a lock has come.
 */
public enum SnapLockOutcome {

	/**
	 * It waits for the lock.
	 */
	WAITING,

	/**
	 * It has the lock.
	 */
	ACQUIRED,

	/**
	 * It had the lock, and has given it back.
	 */
	RELEASED,

	/**
	 * The lock was not free in time.
	 */
	TIMEOUT,

	/**
	 * Its thread was interrupted before it had the lock.
	 */
	INTERRUPTED,

	/**
	 * The lock could not be had for another reason.
	 */
	FAILED;

	/**
	 * The outcome of a request that failed.
	 * @param reason what its caller got
	 * @return the outcome
	 */
	public static SnapLockOutcome of(Throwable reason) {
		if (reason instanceof SnapLockTimeoutException) {
			return TIMEOUT;
		}
		return (reason instanceof SnapLockInterruptedException) ? INTERRUPTED : FAILED;
	}

	/**
	 * The outcome in one word.
	 * @return the name in lower case
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}

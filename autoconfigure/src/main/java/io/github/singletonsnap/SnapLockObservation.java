package io.github.singletonsnap;

import java.util.Optional;

import io.github.singletonsnap.lock.HoldRecord;

/**
 * Is told how one request for a lock goes on: {@link #acquired} and later
 * {@link #released}, or {@link #failed} alone. Each is called once at most.
 */
public interface SnapLockObservation {

	/**
	 * The lock is held, and what it guards is about to run. Called by the thread that
	 * asked.
	 * @param abandoned the holder before, if it died before it released the lock
	 */
	default void acquired(Optional<HoldRecord> abandoned) {
	}

	/**
	 * The lock could not be had. Called by the thread that asked.
	 * @param reason what its caller gets: {@link SnapLockTimeoutException},
	 * {@link SnapLockInterruptedException}, another {@link SnapLockException} or an error
	 */
	default void failed(Throwable reason) {
	}

	/**
	 * The last hold was closed, and the lock is free again. Called by the thread that
	 * closed it, which may be another than the one that asked.
	 */
	default void released() {
	}

}

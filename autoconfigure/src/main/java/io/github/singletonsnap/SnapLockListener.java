package io.github.singletonsnap;

import java.util.Locale;
import java.util.Set;

import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a {@link SingletonSnapManager} does, to count, trace or show it. Called by
 * the threads that ask for locks: what takes long here makes their locks slow, and may
 * make others wait. Whatever a listener throws is logged, and changes nothing else.
 * <p>
 * In a Spring application each bean of this type is a listener of the manager bean, also
 * of one that the application defines itself, or that is of a parent context.
 */
@FunctionalInterface
public interface SnapLockListener {

	/**
	 * A lock is asked for, and not yet waited for. Not called where the thread holds the
	 * lock already.
	 * @param request what is asked for
	 * @return is told how it goes on
	 */
	Progress requested(SnapLockRequest request);

	/**
	 * A removal does not take place, because other units use the snap. This unit is no
	 * longer registered; the lock is still held.
	 * @param snap the snap's name
	 * @param usedBy the other units, as their names are written on disk
	 */
	default void removalSkipped(String snap, Set<String> usedBy) {
	}

	/**
	 * Is told how one request for a lock goes on: {@link #acquired} and later
	 * {@link #released}, or {@link #failed} alone. Each is called once at most.
	 */
	interface Progress {

		/**
		 * The lock is held, but snapd is not ready for an operation on the snap, and that
		 * is waited for. Called by the thread that asked.
		 * @param inTheWay what snapd is doing
		 */
		default void waitsForSnapd(String inTheWay) {
		}

		/**
		 * The lock is held, and what it guards is about to run. Called by the thread that
		 * asked.
		 * @param abandoned who left the lock half done, if somebody did
		 */
		default void acquired(@Nullable LockProcess abandoned) {
		}

		/**
		 * The lock could not be had. Called by the thread that asked.
		 * @param reason what its caller gets: {@link SnapLockTimeoutException},
		 * {@link SnapLockInterruptedException}, another {@link SnapLockException} or an
		 * error
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

	/**
	 * How far a request for a lock has come.
	 */
	enum Outcome {

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
		public static Outcome of(Throwable reason) {
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

}

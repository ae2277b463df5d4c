package io.github.singletonsnap;

import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;

/**
 * A lock that is held, or several that were acquired together, until it is closed or this
 * process ends, in whatever way.
 * <p>
 * Locks are reentrant: a thread that holds one gets it again at once, and the lock is
 * free when the last of its holds is closed, in any order. Closing is idempotent and may
 * be done by any thread. A hold that outlives the call which acquired it is to be
 * {@linkplain #detach() detached}, or the thread would enter again while its former work
 * still goes on.
 */
public interface SnapLock extends AutoCloseable {

	/**
	 * Who left this lock half done, if somebody did: the first holder that died while it
	 * held it, or {@linkplain #abandon() said so}, since an operation ended well.
	 * @return which unit it was, in what operation and since when; of several locks, the
	 * first that was left
	 */
	Optional<LockProcess> abandonedBy();

	/**
	 * Takes this hold from the thread that acquired it, for work that goes on elsewhere
	 * when the thread has returned: from now on the thread waits for the lock like any
	 * other, unless it has another hold that is not detached. Whoever does the work
	 * closes this hold. Until then nothing else changes.
	 * <p>
	 * Idempotent, without effect once closed, and allowed from any thread.
	 */
	void detach();

	/**
	 * Gives this hold back after work that ended well: what {@link #abandonedBy()} tells
	 * is over. Never throws: trouble with the lock file is logged, and the lock is free
	 * all the same. Of several holds of a lock, the one that is closed last counts.
	 */
	@Override
	void close();

	/**
	 * Gives this hold back after work that failed: the next holder is told what this one
	 * was by {@link #abandonedBy()}, and no more. What callbacks and annotated methods do
	 * that throw. Otherwise as {@link #close()}, and without effect after it.
	 */
	void closeAfterFailure();

	/**
	 * Gives this hold back after work that was left half done: the next holder is told by
	 * {@link #abandonedBy()}, until an operation ends well. Of several holds of a lock
	 * one that is abandoned is enough. Otherwise as {@link #close()}, and without effect
	 * after it.
	 */
	void abandon();

}

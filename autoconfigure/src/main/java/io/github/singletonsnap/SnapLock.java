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
	 * Who left this lock half done, if somebody did: a process that died while it held
	 * it.
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
	 * Gives this hold back. Never throws: trouble with the lock file is logged, and the
	 * lock is free all the same.
	 */
	@Override
	void close();

}

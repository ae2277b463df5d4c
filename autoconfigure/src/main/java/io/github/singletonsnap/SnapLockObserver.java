package io.github.singletonsnap;

import java.util.Set;

/**
 * Is told what a {@link SingletonSnapManager} does, to count, trace or show it. Called by
 * the threads that ask for locks: what takes long here makes their locks slow, and may
 * make others wait. Whatever an observer throws is logged, and changes nothing else.
 * <p>
 * In a Spring application the auto-configured manager has each bean of this type as an
 * observer. Such a bean is created before the manager, and must not need it to be
 * created.
 */
@FunctionalInterface
public interface SnapLockObserver {

	/**
	 * A lock is asked for, and not yet waited for. Not called where the thread holds the
	 * lock already.
	 * @param request what is asked for
	 * @return is told how it goes on
	 */
	SnapLockObservation requested(SnapLockRequest request);

	/**
	 * A removal does not take place, because other units use the snap. This unit is no
	 * longer registered; the lock is still held.
	 * @param snap the snap's name
	 * @param usedBy the other units, as their names are written on disk
	 */
	default void removalSkipped(String snap, Set<String> usedBy) {
	}

}

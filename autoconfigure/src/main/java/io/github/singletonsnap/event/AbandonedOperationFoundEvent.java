package io.github.singletonsnap.event;

import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;

/**
 * The last holder of a lock died before it released it: what it did may be half done.
 * Published while the lock is held, by the thread that has just acquired it and before
 * the operation runs, so that a listener can repair; the same lock may be taken again
 * from {@link io.github.singletonsnap.SingletonSnapManager} meanwhile. A listener that
 * throws is logged, and the operation runs all the same.
 *
 * @param request the request that got the lock
 * @param abandoned who died, in what operation and since when
 */
public record AbandonedOperationFoundEvent(SnapLockRequest request, LockProcess abandoned) {

}

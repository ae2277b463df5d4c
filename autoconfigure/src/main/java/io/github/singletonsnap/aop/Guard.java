package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.Deque;
import java.util.SortedSet;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks that one annotation asks for.
 *
 * @param kind of what the locks are
 * @param values the snap names or paths
 * @param timeout the longest wait, for all together; the manager's default if null
 * @param skips whether a call is skipped that the locks are not free in time for
 * @param operation the method, as it is told to whoever has to wait for it
 */
record Guard(LockKind kind, Values values, @Nullable Duration timeout, boolean skips, String operation) {

	private static final Logger logger = LoggerFactory.getLogger(Guard.class);

	/**
	 * Acquires the locks in sorted order, and pushes each as soon as it is held. Returns
	 * whether all are; if not, the call is to be skipped.
	 */
	boolean acquire(SingletonSnapManager manager, SortedSet<String> names, Deque<SnapLock> held) {
		try {
			held.push(this.kind.acquire(operation(manager), names));
			return true;
		}
		catch (SnapLockTimeoutException ex) {
			if (!this.skips) {
				throw ex;
			}
			logger.debug("{} is skipped: {}", this.operation, ex.getMessage());
			return false;
		}
	}

	LockedOperation operation(SingletonSnapManager manager) {
		LockedOperation locked = manager.operation(this.operation);
		return (this.timeout != null) ? locked.timeout(this.timeout) : locked;
	}

}

package io.github.singletonsnap.aop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * All that guards one method.
 *
 * @param removal the snap that the method removes, if it is a removal
 * @param locks the locks to hold, in the order in which they are acquired
 */
record Guards(@Nullable Removal removal, List<Guard> locks) {

	@Nullable Object run(SingletonSnapManager manager, MethodInvocation invocation) throws Throwable {
		return (this.removal == null) ? runLocked(manager, invocation) : this.removal.run(manager, this, invocation);
	}

	private @Nullable Object runLocked(SingletonSnapManager manager, MethodInvocation invocation) throws Throwable {
		Deque<SnapLock> held = new ArrayDeque<>(2);
		try {
			for (Guard lock : this.locks) {
				lock.acquire(manager, held);
			}
			return invocation.proceed();
		}
		finally {
			held.forEach(SnapLock::close);
		}
	}

	/**
	 * A removal that only takes place if no other unit uses the snap.
	 *
	 * @param snap the snap's name
	 * @param timeout the longest wait; the manager's default if null
	 * @param skipped what is returned if the removal does not take place
	 */
	record Removal(String snap, @Nullable Duration timeout, @Nullable Object skipped) {

		@Nullable Object run(SingletonSnapManager manager, Guards guards, MethodInvocation invocation) throws Throwable {
			Duration wait = (this.timeout != null) ? this.timeout : manager.getSnapTimeout();
			Object[] result = { this.skipped };
			manager.removeIfUnused(this.snap, wait, () -> result[0] = guards.runLocked(manager, invocation));
			return result[0];
		}

	}

}

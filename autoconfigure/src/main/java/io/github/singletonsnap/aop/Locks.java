package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.SortedSet;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockTimeoutException;
import io.github.singletonsnap.aop.Guard.Acquisition;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks that guard a method, of snaps or of config files.
 *
 * @param snaps the snaps
 * @param configs the config files
 * @param removal whether the method removes the one snap that there is
 * @param patience how long to wait for all of them together
 */
record Locks(Names<String> snaps, Names<Path> configs, boolean removal, Patience patience) {

	private static final Logger logger = LoggerFactory.getLogger(Locks.class);

	Acquisition at(SingletonSnapManager manager, String method, MethodInvocation invocation) {
		SortedSet<String> snaps = this.snaps.at(invocation);
		SortedSet<Path> configs = this.configs.at(invocation);
		if (this.removal && snaps.size() > 1) {
			throw new IllegalArgumentException("cannot remove " + snaps + " in one call: a removal is of one snap");
		}
		LockedOperation operation = answer(manager.operation(method), method);
		operation.snaps(snaps);
		operation.config(configs);
		if (this.patience.timeout() != null) {
			operation.timeout(this.patience.timeout());
		}
		return new OfCall(this, manager, method, operation, snaps, configs);
	}

	/**
	 * Refuses the answer of a mock, which for a lock would be a call that is skipped.
	 */
	private static <A> A answer(@Nullable A answer, String method) {
		if (answer == null) {
			throw new IllegalStateException("cannot lock for " + method
					+ ": the SingletonSnapManager answers null, as a mock does. Use @MockitoSpyBean in place of "
					+ "@MockitoBean, or a bean that SingletonSnapManager.inMemory(\"test/0\") makes: they lock");
		}
		return answer;
	}

	private record OfCall(Locks locks, SingletonSnapManager manager, String method, LockedOperation operation,
			SortedSet<String> snaps, SortedSet<Path> configs) implements Acquisition {

		@Override
		public boolean isNested() {
			return this.snaps.stream().anyMatch((snap) -> isHeld(() -> this.manager.assertHeld(snap)))
					|| this.configs.stream().anyMatch((config) -> isHeld(() -> this.manager.assertHeld(config)));
		}

		private static boolean isHeld(Runnable assertion) {
			try {
				assertion.run();
				return true;
			}
			catch (IllegalStateException ex) {
				return false;
			}
		}

		@Override
		public @Nullable SnapLock acquire() {
			try {
				return answer(
						this.locks.removal() ? this.operation.leave(this.snaps.first()) : this.operation.acquire(),
						this.method);
			}
			catch (SnapLockTimeoutException ex) {
				if (!this.locks.patience().skips()) {
					throw ex;
				}
				logger.debug("{} is skipped: {}", this.method, ex.getMessage());
				return null;
			}
		}

	}

}

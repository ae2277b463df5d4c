package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.SortedSet;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import org.jspecify.annotations.Nullable;

/**
 * The locks that one annotation asks for.
 *
 * @param kind of what the locks are
 * @param values snap names or paths, in the order in which they are locked
 * @param timeout the longest wait, for all together; the manager's default if null
 * @param operation the method, as it is told to whoever has to wait for it
 */
record Guard(Kind kind, SortedSet<String> values, @Nullable Duration timeout, String operation) {

	/**
	 * Acquires the locks, and pushes each as soon as it is held.
	 */
	void acquire(SingletonSnapManager manager, Deque<SnapLock> held) {
		Duration wait = (this.timeout != null) ? this.timeout : this.kind.defaultTimeout(manager);
		long start = System.nanoTime();
		Duration left = wait;
		for (String value : this.values) {
			held.push(this.kind.acquire(manager, value, left, this.operation));
			left = wait.minusNanos(System.nanoTime() - start);
			if (left.isNegative()) {
				left = Duration.ZERO;
			}
		}
	}

	enum Kind {

		SNAP {

			@Override
			Duration defaultTimeout(SingletonSnapManager manager) {
				return manager.getSnapTimeout();
			}

			@Override
			SnapLock acquire(SingletonSnapManager manager, String value, Duration timeout, String operation) {
				return manager.snapOperation(value, timeout, operation);
			}

		},

		CONFIG {

			@Override
			Duration defaultTimeout(SingletonSnapManager manager) {
				return manager.getConfigTimeout();
			}

			@Override
			SnapLock acquire(SingletonSnapManager manager, String value, Duration timeout, String operation) {
				return manager.configOperation(Path.of(value), timeout, operation);
			}

		};

		abstract Duration defaultTimeout(SingletonSnapManager manager);

		abstract SnapLock acquire(SingletonSnapManager manager, String value, Duration timeout, String operation);

	}

}

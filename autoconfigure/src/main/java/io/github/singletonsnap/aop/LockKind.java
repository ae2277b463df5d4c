package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapNames;

/**
 * Of what a lock is.
 */
enum LockKind {

	SNAP {

		@Override
		String check(String value) {
			return SnapNames.checkSnap(value);
		}

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
		String check(String value) {
			return SnapNames.checkConfig(Path.of(value)).toString();
		}

		@Override
		Duration defaultTimeout(SingletonSnapManager manager) {
			return manager.getConfigTimeout();
		}

		@Override
		SnapLock acquire(SingletonSnapManager manager, String value, Duration timeout, String operation) {
			return manager.configOperation(Path.of(value), timeout, operation);
		}

	};

	/**
	 * Returns the value in the one form in which values are compared, and throws if it is
	 * not valid.
	 */
	abstract String check(String value);

	abstract Duration defaultTimeout(SingletonSnapManager manager);

	abstract SnapLock acquire(SingletonSnapManager manager, String value, Duration timeout, String operation);

}

package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.SortedSet;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.name.SnapNames;

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
		SnapLock acquire(LockedOperation operation, SortedSet<String> values) {
			return operation.snaps(values).acquire();
		}

	},

	REMOVAL {

		@Override
		String check(String value) {
			return SnapNames.checkSnap(value);
		}

		@Override
		SnapLock acquire(LockedOperation operation, SortedSet<String> values) {
			return operation.leave(values.first());
		}

	},

	CONFIG {

		@Override
		String check(String value) {
			return SnapNames.checkConfig(Path.of(value)).toString();
		}

		@Override
		SnapLock acquire(LockedOperation operation, SortedSet<String> values) {
			return operation.config(values.stream().map(Path::of).toList()).acquire();
		}

	};

	/**
	 * Returns the value in the one form in which values are compared, and throws if it is
	 * not valid.
	 */
	abstract String check(String value);

	abstract SnapLock acquire(LockedOperation operation, SortedSet<String> values);

}

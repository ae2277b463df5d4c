package io.github.singletonsnap.chaos;

import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;

/**
 * By the manager's own methods.
 */
final class ManagerLocker implements Locker {

	private final SingletonSnapManager manager;

	ManagerLocker(SingletonSnapManager manager) {
		this.manager = manager;
	}

	@Override
	public void run(Guarded guarded, Wait wait, Runnable section) {
		Duration timeout = switch (wait) {
			case NONE -> Duration.ZERO;
			case SHORT -> Duration.ofMillis(5);
			case LONG -> Duration.ofSeconds(30);
		};
		try (SnapLock lock = guarded.isSnap() ? this.manager.snapOperation(guarded.id(), timeout)
				: this.manager.configOperation(Path.of(guarded.config()), timeout)) {
			section.run();
		}
	}

}

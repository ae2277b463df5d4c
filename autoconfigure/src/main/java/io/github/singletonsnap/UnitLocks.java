package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.singletonsnap.lock.FileLock;
import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.lock.Hold;

/**
 * The locks of one unit, by the names of what they guard. Each name is checked the first
 * time, and remembered.
 */
final class UnitLocks {

	private final Path directory;

	private final FileLocks files;

	private final ConcurrentMap<String, FileLock> snaps = new ConcurrentHashMap<>();

	private final ConcurrentMap<Path, FileLock> configs = new ConcurrentHashMap<>();

	UnitLocks(Path directory, FileLocks files) {
		this.directory = directory;
		this.files = files;
	}

	SnapLock acquireSnap(String snap, Duration timeout, String operation) {
		return acquire(ofSnap(snap), "snap", snap, timeout, operation);
	}

	SnapLock acquireConfig(Path config, Duration timeout, String operation) {
		FileLock lock = this.configs.get(config);
		if (lock == null) {
			lock = this.configs.computeIfAbsent(config, (absent) -> file(SnapNames.lockOfConfig(absent)));
		}
		return acquire(lock, "config file", config, timeout, operation);
	}

	void assertHeld(String snap) {
		if (!ofSnap(snap).isHeldByCurrentThread()) {
			throw new IllegalStateException(
					"thread \"" + Thread.currentThread().getName() + "\" does not hold the lock of snap \"" + snap
							+ "\": call this within snapOperation or a method annotated @SnapOperation");
		}
	}

	private FileLock ofSnap(String snap) {
		FileLock lock = this.snaps.get(snap);
		return (lock != null) ? lock : this.snaps.computeIfAbsent(snap, (absent) -> file(SnapNames.lockOfSnap(absent)));
	}

	private FileLock file(String name) {
		return this.files.get(this.directory.resolve(name));
	}

	private static SnapLock acquire(FileLock lock, String kind, Object name, Duration timeout, String operation) {
		checkTimeout(timeout);
		long start = System.nanoTime();
		try {
			Hold hold = lock.acquire(operation, timeout);
			if (hold != null) {
				return new SnapLock(hold);
			}
			Duration waited = timeout.isZero() ? timeout : Duration.ofNanos(System.nanoTime() - start);
			throw Messages.timeout(kind, name, lock.path(), timeout, waited, lock.findHolder());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Messages.interrupted(kind, name, lock.path(), ex);
		}
		catch (IOException ex) {
			throw Messages.failed(kind, name, lock.path(), ex);
		}
	}

	static Duration checkTimeout(Duration timeout) {
		if (timeout == null || timeout.isNegative()) {
			throw new IllegalArgumentException(
					"cannot wait for " + timeout + ": a timeout is a positive duration, or zero to try once");
		}
		return timeout;
	}

}

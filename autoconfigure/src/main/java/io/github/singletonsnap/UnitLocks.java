package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.singletonsnap.SnapLockRequest.Kind;
import io.github.singletonsnap.lock.FileLock;
import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.lock.Hold;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one unit, by the names of what they guard. Each name is checked the first
 * time, and remembered.
 */
final class UnitLocks {

	private final Path directory;

	private final FileLocks files;

	private final String unit;

	private final SelfTester selfTester;

	private final Observers observers;

	private final ConcurrentMap<String, FileLock> snaps = new ConcurrentHashMap<>();

	private final ConcurrentMap<Path, FileLock> configs = new ConcurrentHashMap<>();

	UnitLocks(Path directory, FileLocks files, String unit, SelfTester selfTester, Observers observers) {
		this.directory = directory;
		this.files = files;
		this.unit = unit;
		this.selfTester = selfTester;
		this.observers = observers;
	}

	SnapLock acquireSnap(String snap, Duration timeout, String operation) {
		return acquire(ofSnap(snap), Kind.SNAP, snap, timeout, operation);
	}

	SnapLock acquireConfig(Path config, Duration timeout, String operation) {
		FileLock lock = this.configs.get(config);
		if (lock == null) {
			lock = this.configs.computeIfAbsent(config, (absent) -> file(SnapNames.lockOfConfig(absent)));
		}
		return acquire(lock, Kind.CONFIG, config, timeout, operation);
	}

	/**
	 * The config file for which a lock file is, if this unit has asked for it.
	 */
	@Nullable Path configOf(Path lockFile) {
		return this.configs.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().path().equals(lockFile))
			.map(Map.Entry::getKey)
			.findAny()
			.orElse(null);
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

	private SnapLock acquire(FileLock lock, Kind kind, Object name, Duration timeout, String operation) {
		checkTimeout(timeout);
		if (!this.observers.areThere() || lock.isHeldByCurrentThread()) {
			return new SnapLock(hold(lock, kind, name, timeout, operation, null));
		}
		SnapLockObservation observation = this.observers
			.requested(new SnapLockRequest(kind, name.toString(), lock.path(), operation, this.unit));
		try {
			Hold hold = hold(lock, kind, name, timeout, operation, observation::released);
			observation.acquired(hold.abandonedBy());
			return new SnapLock(hold);
		}
		catch (RuntimeException | Error ex) {
			observation.failed(ex);
			throw ex;
		}
	}

	private Hold hold(FileLock lock, Kind kind, Object name, Duration timeout, String operation,
			@Nullable Runnable whenReleased) {
		long start = System.nanoTime();
		try {
			this.selfTester.passOnce();
			Hold hold = lock.acquire(operation, timeout, whenReleased);
			if (hold != null) {
				return hold;
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

package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.lock.Hold;
import io.github.singletonsnap.name.FileNames;
import io.github.singletonsnap.state.SnapLockRequest;
import io.github.singletonsnap.state.SnapLockRequest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one unit, by the names of what they guard.
 */
final class UnitLocks {

	private final Place directory;

	private final FileLocks files;

	private final String unit;

	private final Duration snapTimeout;

	private final Duration configTimeout;

	private final Listeners listeners;

	private final @Nullable SnapChanges changes;

	private final LockPaths<String> snaps;

	private final LockPaths<Path> configs;

	UnitLocks(Place directory, FileLocks files, SingletonSnapManagerBuilder builder, Listeners listeners) {
		this.directory = directory;
		this.files = files;
		this.unit = builder.unitName;
		this.snapTimeout = builder.snapTimeout;
		this.configTimeout = builder.configTimeout;
		this.listeners = listeners;
		this.changes = builder.snapChanges;
		this.snaps = new LockPaths<>((snap) -> inDirectory(FileNames.lockOfSnap(snap)), files::isKnown);
		this.configs = new LockPaths<>((config) -> inDirectory(FileNames.lockOfConfig(config)), files::isKnown);
	}

	Listeners listeners() {
		return this.listeners;
	}

	Duration snapTimeout(@Nullable Duration asked) {
		return (asked != null) ? asked : this.snapTimeout;
	}

	Duration configTimeout(@Nullable Duration asked) {
		return (asked != null) ? asked : this.configTimeout;
	}

	HeldLock acquireSnap(String snap, Duration timeout, String operation) {
		return acquire(this.snaps.of(snap), Kind.SNAP, snap, timeout, operation);
	}

	HeldLock acquireConfig(Path config, Duration timeout, String operation) {
		return acquire(this.configs.of(config), Kind.CONFIG, config, timeout, operation);
	}

	/**
	 * The turn of this unit in a rollout. Not reentrant: who asks knows what it holds.
	 */
	HeldLock acquireRollout(String group, Duration timeout, String operation) {
		Path lock = inDirectory(FileNames.lockOfRollout(group));
		if (this.files.isHeldByCurrentThread(lock)) {
			throw new IllegalStateException("thread \"" + Thread.currentThread().getName()
					+ "\" has this machine's turn in rollout \"" + group + "\" already");
		}
		return acquire(lock, Kind.ROLLOUT, group, timeout, operation);
	}

	/**
	 * The config file for which a lock file is, if this unit has asked for it lately.
	 */
	@Nullable Path configOf(Path lockFile) {
		return this.configs.nameOf(lockFile);
	}

	void assertSnapHeld(String snap) {
		assertHeld(this.snaps.of(snap),
				"snap \"" + snap + "\": call this within snapOperation or a method annotated @SnapOperation");
	}

	void assertConfigHeld(Path config) {
		assertHeld(this.configs.of(config), "config file \"" + config
				+ "\": call this within configOperation or a method annotated @ConfigOperation");
	}

	private void assertHeld(Path lock, String what) {
		if (!this.files.isHeldByCurrentThread(lock)) {
			throw new IllegalStateException(
					"thread \"" + Thread.currentThread().getName() + "\" does not hold the lock of " + what);
		}
	}

	private Path inDirectory(String fileName) {
		return this.directory.path().resolve(fileName);
	}

	private HeldLock acquire(Path lock, Kind kind, Object name, Duration timeout, String operation) {
		checkTimeout(timeout);
		if (this.files.isHeldByCurrentThread(lock)) {
			return new HeldLock(hold(lock, kind, name, timeout, operation, null));
		}
		if (!this.listeners.areThere()) {
			return new HeldLock(begin(lock, kind, name, timeout, operation, null));
		}
		Progress progress = this.listeners
			.requested(new SnapLockRequest(kind, name.toString(), lock, operation, this.unit));
		try {
			Hold hold = begin(lock, kind, name, timeout, operation, progress);
			boolean told = false;
			try {
				progress.acquired(hold.abandonedBy());
				told = true;
			}
			finally {
				if (!told) {
					hold.releaseAfterFailure();
				}
			}
			return new HeldLock(hold);
		}
		catch (RuntimeException | Error ex) {
			progress.failed(ex);
			throw ex;
		}
	}

	/**
	 * The lock, and for a snap that snapd would take an operation on it: under the lock,
	 * so that no unit begins another one meanwhile.
	 */
	private Hold begin(Path lock, Kind kind, Object name, Duration timeout, String operation,
			@Nullable Progress progress) {
		long start = System.nanoTime();
		Hold hold = hold(lock, kind, name, timeout, operation, progress);
		if (kind != Kind.SNAP || this.changes == null) {
			return hold;
		}
		boolean ready = false;
		try {
			awaitSnapd(this.changes, lock, name.toString(), timeout, start, progress);
			ready = true;
			return hold;
		}
		finally {
			if (!ready) {
				hold.releaseAfterFailure();
			}
		}
	}

	private static void awaitSnapd(SnapChanges changes, Path lock, String snap, Duration timeout, long start,
			@Nullable Progress progress) {
		try {
			Duration left = timeout.minusNanos(timeout.isZero() ? 0 : System.nanoTime() - start);
			String inTheWay = changes.await(snap, left.isNegative() ? Duration.ZERO : left,
					(progress != null) ? progress::waitsForSnapd : (busy) -> {
					});
			if (inTheWay != null) {
				throw Messages.busy(snap, lock, timeout, waited(timeout, start), inTheWay);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Messages.interrupted(Kind.SNAP, snap, lock, ex);
		}
	}

	private Hold hold(Path lock, Kind kind, Object name, Duration timeout, String operation,
			@Nullable Progress progress) {
		long start = System.nanoTime();
		try {
			this.directory.passCheckOnce();
			// The first time, that took a part of it
			Duration left = timeout.minusNanos(System.nanoTime() - start);
			Hold hold = acquire(lock, operation, left.isNegative() ? Duration.ZERO : left,
					(progress != null) ? progress::released : null);
			if (hold != null) {
				return hold;
			}
			throw Messages.timeout(kind, name, lock, timeout, waited(timeout, start),
					FileLocks.findHolder(lock, timeout), FileLocks.holdingThread(lock));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Messages.interrupted(kind, name, lock, ex);
		}
		catch (IOException ex) {
			throw Messages.failed(kind, name, lock, ex);
		}
	}

	private @Nullable Hold acquire(Path lock, String operation, Duration timeout, @Nullable Runnable whenReleased)
			throws IOException, InterruptedException {
		try {
			return this.files.acquire(lock, operation, timeout, whenReleased);
		}
		catch (NoSuchFileException ex) {
			// Its directory was removed
			this.directory.createAgain();
			return this.files.acquire(lock, operation, timeout, whenReleased);
		}
	}

	private static Duration waited(Duration timeout, long start) {
		return timeout.isZero() ? timeout : Duration.ofNanos(System.nanoTime() - start);
	}

	static Duration checkTimeout(Duration timeout) {
		if (timeout == null || timeout.isNegative()) {
			throw new IllegalArgumentException(
					"cannot wait for " + timeout + ": a timeout is a positive duration, or zero to try once");
		}
		return timeout;
	}

	/**
	 * Where the lock files are.
	 */
	interface Place {

		Path path();

		/**
		 * Makes sure, before the first lock, that locks exclude each other there.
		 */
		void passCheckOnce() throws IOException;

		/**
		 * Called when it was found to be gone.
		 */
		void createAgain() throws IOException;

	}

}

package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.lock.Deadline;
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

	Hold acquireSnap(String snap, Deadline deadline, String operation) {
		return acquire(request(Kind.SNAP, snap, this.snaps.of(snap), operation), deadline);
	}

	Hold acquireConfig(Path config, Deadline deadline, String operation) {
		return acquire(request(Kind.CONFIG, config.toString(), this.configs.of(config), operation), deadline);
	}

	/**
	 * The turn of this unit in a rollout. Not reentrant: who asks knows what it holds.
	 */
	Hold acquireRollout(String group, Deadline deadline, String operation) {
		Path lock = inDirectory(FileNames.lockOfRollout(group));
		if (this.files.isHeldByCurrentThread(lock)) {
			throw new IllegalStateException("thread \"" + Thread.currentThread().getName()
					+ "\" has this machine's turn in rollout \"" + group + "\" already");
		}
		return acquire(request(Kind.ROLLOUT, group, lock, operation), deadline);
	}

	private SnapLockRequest request(Kind kind, String name, Path lock, String operation) {
		return new SnapLockRequest(kind, name, lock, operation, this.unit);
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

	private Hold acquire(SnapLockRequest request, Deadline deadline) {
		if (this.files.isHeldByCurrentThread(request.lockFile())) {
			return hold(request, deadline, Listeners.NOBODY);
		}
		Progress progress = this.listeners.requested(request);
		try {
			Hold hold = hold(request, deadline, progress);
			boolean begins = false;
			try {
				awaitSnapd(request, deadline, progress);
				progress.acquired(hold.abandonedBy());
				begins = true;
				return hold;
			}
			finally {
				if (!begins) {
					hold.releaseAfterFailure();
				}
			}
		}
		catch (RuntimeException | Error ex) {
			progress.failed(ex);
			throw ex;
		}
	}

	/**
	 * Waits until snapd would take an operation on a snap: under the lock, so that no
	 * unit begins another one meanwhile.
	 */
	private void awaitSnapd(SnapLockRequest request, Deadline deadline, Progress progress) {
		if (request.kind() != Kind.SNAP || this.changes == null) {
			return;
		}
		try {
			String inTheWay = this.changes.await(request.name(), deadline.left(), progress::waitsForSnapd);
			if (inTheWay != null) {
				throw Messages.busy(request, deadline.timeout(), deadline.waited(), inTheWay);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Messages.interrupted(request, ex);
		}
	}

	private Hold hold(SnapLockRequest request, Deadline deadline, Progress progress) {
		try {
			this.directory.passCheckOnce();
			Hold hold = acquire(request, deadline, progress::released);
			if (hold != null) {
				return hold;
			}
			throw Messages.timeout(request, deadline.timeout(), deadline.waited(),
					FileLocks.findHolder(request.lockFile(), deadline.timeout()),
					FileLocks.holdingThread(request.lockFile()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Messages.interrupted(request, ex);
		}
		catch (IOException ex) {
			throw Messages.failed(request, ex);
		}
	}

	private @Nullable Hold acquire(SnapLockRequest request, Deadline deadline, Runnable whenReleased)
			throws IOException, InterruptedException {
		try {
			return this.files.acquire(request.lockFile(), request.operation(), deadline, whenReleased);
		}
		catch (NoSuchFileException ex) {
			// Its directory was removed
			this.directory.createAgain();
			return this.files.acquire(request.lockFile(), request.operation(), deadline, whenReleased);
		}
	}

	static Deadline deadline(Duration timeout) {
		return Deadline.after(checkTimeout(timeout));
	}

	static Duration checkTimeout(Duration timeout) {
		if (timeout == null || timeout.isNegative()) {
			throw new IllegalArgumentException(
					"cannot wait for " + timeout + ": a timeout is a positive duration, or zero to try once");
		}
		return timeout;
	}

	/**
	 * Where the lock files are. Where these are none, there is nothing to check.
	 */
	@FunctionalInterface
	interface Place {

		Path path();

		/**
		 * Makes sure, before the first lock, that locks exclude each other there.
		 */
		default void passCheckOnce() throws IOException {
		}

		/**
		 * Called when it was found to be gone.
		 */
		default void createAgain() throws IOException {
		}

	}

}

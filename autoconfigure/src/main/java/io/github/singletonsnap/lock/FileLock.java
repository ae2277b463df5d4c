package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The lock of one file, as one unit sees it.
 */
public final class FileLock {

	private final PathLock lock;

	private final FileLocks unit;

	FileLock(PathLock lock, FileLocks unit) {
		this.lock = lock;
		this.unit = unit;
	}

	/**
	 * Acquires the lock, reentrantly for the current thread. Creates the file where it is
	 * missing.
	 * @param operation what for, as it is told to others
	 * @param timeout how long to wait; zero tries once
	 * @param whenReleased run when the last hold was released and the lock is free again,
	 * by the thread that released it; must not throw; not run for a hold that is
	 * reentrant
	 * @return the hold, or {@code null} if the lock was not free in time
	 * @throws IOException if the file cannot be created, opened or locked
	 * @throws InterruptedException if the thread was interrupted before it had the lock
	 */
	public @Nullable Hold acquire(String operation, Duration timeout, @Nullable Runnable whenReleased)
			throws IOException, InterruptedException {
		return this.lock.acquire(this.unit.claim(operation, whenReleased), Deadline.after(timeout));
	}

	/**
	 * Whether the current thread holds the lock.
	 * @return whether it does
	 */
	public boolean isHeldByCurrentThread() {
		return this.lock.isHeldByCurrentThread();
	}

	/**
	 * Who holds the lock, of any program.
	 * @return the holder; empty if nobody holds it or the kernel does not tell
	 */
	public Optional<Holder> findHolder() {
		return Optional.ofNullable(HolderFinder.find(path()));
	}

	/**
	 * The lock file.
	 * @return its path
	 */
	public Path path() {
		return this.lock.path();
	}

}

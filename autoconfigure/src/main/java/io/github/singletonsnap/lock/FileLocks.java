package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Exclusive locks on files, by flock(2), between threads and between processes. All
 * instances share one set of locks, so that a thread which holds a lock has it again
 * through any of them.
 * <p>
 * A path must be absolute and always written in the same way. What is known of a path is
 * kept as long as the JVM lives, as the file itself is: about 200 bytes for each.
 */
public final class FileLocks {

	private static final ConcurrentMap<Path, PathLock> LOCKS_OF_JVM = new ConcurrentHashMap<>();

	private final ConcurrentMap<Path, PathLock> locks;

	private final Supplier<Syscalls> syscalls;

	private final Set<PosixFilePermission> permissions;

	/**
	 * Creates nothing and loads nothing yet.
	 * @param permissions of each lock file that this creates, whatever the umask
	 */
	public FileLocks(Set<PosixFilePermission> permissions) {
		this(LOCKS_OF_JVM, () -> Native.SYSCALLS, permissions);
	}

	FileLocks(ConcurrentMap<Path, PathLock> locks, Supplier<Syscalls> syscalls, Set<PosixFilePermission> permissions) {
		this.locks = locks;
		this.syscalls = syscalls;
		this.permissions = Set.copyOf(permissions);
	}

	/**
	 * Acquires the lock, reentrantly for the current thread.
	 * @param path the lock file, created where it is missing
	 * @param timeout how long to wait; zero tries once
	 * @return the hold, or {@code null} if the lock was not free in time
	 * @throws IOException if the file cannot be created, opened or locked
	 * @throws InterruptedException if the thread was interrupted before it had the lock
	 */
	public @Nullable Hold acquire(Path path, Duration timeout) throws IOException, InterruptedException {
		return lock(path).acquire(Deadline.after(timeout));
	}

	/**
	 * Whether the current thread holds the lock.
	 * @param path the lock file
	 * @return whether it does
	 */
	public boolean isHeldByCurrentThread(Path path) {
		return lock(path).isHeldByCurrentThread();
	}

	private PathLock lock(Path path) {
		PathLock known = this.locks.get(path);
		return (known != null) ? known : this.locks.computeIfAbsent(path,
				(absent) -> new PathLock(new LockFileOpener(this.syscalls, absent, this.permissions)));
	}

	private static final class Native {

		private static final Syscalls SYSCALLS = new NativeSyscalls();

	}

}

package io.github.singletonsnap;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link SingletonSnapManager}. Each setting has a default; a bad one is refused
 * at once with an {@link IllegalArgumentException}.
 */
public final class SingletonSnapManagerBuilder {

	final String unitName;

	Path lockDir = Path.of("/run/lock/singleton_snaps");

	@Nullable Path registrationDir;

	Duration snapTimeout = Duration.ofSeconds(30);

	Duration configTimeout = Duration.ofSeconds(3);

	Duration holdWarning = Duration.ofMinutes(5);

	Set<PosixFilePermission> lockDirPermissions = PosixFilePermissions.fromString("rwxr-xr-x");

	Set<PosixFilePermission> lockFilePermissions = PosixFilePermissions.fromString("rw-------");

	final List<SnapLockListener> listeners = new ArrayList<>();

	@Nullable SnapChanges snapChanges;

	SingletonSnapManagerBuilder(String unitName) {
		this.unitName = unitName;
	}

	/**
	 * Sets the directory of the locks and, unless they have one of their own, of the
	 * registrations, the same for all units. It is created if it is absent.
	 * @param lockDir its absolute path, {@code /run/lock/singleton_snaps} by default
	 * @return this builder
	 * @throws IllegalArgumentException if the path is relative
	 */
	public SingletonSnapManagerBuilder lockDir(Path lockDir) {
		this.lockDir = checkDirectory("lock", "lock", lockDir);
		return this;
	}

	/**
	 * Sets the directory of the registrations, the same for all units:
	 * {@code /opt/singleton_snaps} to share snaps with today's charms. It is created if
	 * it is absent, with the permissions of the lock directory. Registrations that are in
	 * the lock directory are still read, and those of this unit removed.
	 * <p>
	 * Today's charms crash on every file in it that is no registration with a revision.
	 * So in a directory apart from the locks, whatever its path is, there are no other
	 * files, and to register without a revision is refused.
	 * @param registrationDir its absolute path, the lock directory by default
	 * @return this builder
	 * @throws IllegalArgumentException if the path is relative
	 */
	public SingletonSnapManagerBuilder registrationDir(Path registrationDir) {
		this.registrationDir = checkDirectory("registration", "register", registrationDir);
		return this;
	}

	private static Path checkDirectory(String content, String use, Path directory) {
		if (!directory.isAbsolute()) {
			throw new IllegalArgumentException("the " + content + " directory \"" + directory
					+ "\" has a relative path: units that are started elsewhere would " + use + " in another one");
		}
		return directory;
	}

	/**
	 * Sets how long an operation on a snap waits for its lock, where the call does not
	 * say.
	 * @param timeout the longest wait, 30 seconds by default; zero tries once
	 * @return this builder
	 */
	public SingletonSnapManagerBuilder snapTimeout(Duration timeout) {
		this.snapTimeout = UnitLocks.checkTimeout(timeout);
		return this;
	}

	/**
	 * Sets how long an operation on a config file waits for its lock, where the call does
	 * not say.
	 * @param timeout the longest wait, 3 seconds by default; zero tries once
	 * @return this builder
	 */
	public SingletonSnapManagerBuilder configTimeout(Duration timeout) {
		this.configTimeout = UnitLocks.checkTimeout(timeout);
		return this;
	}

	/**
	 * Sets after what time a lock that is still held is logged, with what it was acquired
	 * for and where its thread is.
	 * @param holdWarning the time, 5 minutes by default
	 * @return this builder
	 */
	public SingletonSnapManagerBuilder holdWarning(Duration holdWarning) {
		if (holdWarning.isNegative() || holdWarning.isZero()) {
			throw new IllegalArgumentException(
					"cannot warn of locks held for " + holdWarning + ": it must be positive");
		}
		this.holdWarning = holdWarning;
		return this;
	}

	/**
	 * Sets the permissions of the lock directory, and of one for the registrations, if
	 * this manager is the one to create it. Whoever may write to the directory can
	 * replace lock files, and with them locks: if all users may, it is made sticky, as
	 * {@code /tmp} is, so that only its owner can remove a file.
	 * @param permissions the permissions, {@code rwxr-xr-x} by default
	 * @return this builder
	 * @throws IllegalArgumentException if its owner could not use it
	 */
	public SingletonSnapManagerBuilder lockDirPermissions(Set<PosixFilePermission> permissions) {
		this.lockDirPermissions = checkOwner("directory", "rwx", permissions);
		return this;
	}

	/**
	 * Sets the permissions of the lock files that this manager creates. Whoever may open
	 * a lock file can hold its lock for as long as they like.
	 * @param permissions the permissions, {@code rw-------} by default
	 * @return this builder
	 * @throws IllegalArgumentException if their owner could not open them
	 */
	public SingletonSnapManagerBuilder lockFilePermissions(Set<PosixFilePermission> permissions) {
		this.lockFilePermissions = checkOwner("file", "rw-", permissions);
		return this;
	}

	private static Set<PosixFilePermission> checkOwner(String kind, String needed,
			Set<PosixFilePermission> permissions) {
		if (!permissions.containsAll(PosixFilePermissions.fromString(needed + "------"))) {
			throw new IllegalArgumentException("\"" + PosixFilePermissions.toString(permissions)
					+ "\" would keep the owner of a lock " + kind + " out, who needs " + needed);
		}
		return Set.copyOf(permissions);
	}

	/**
	 * Adds one that is told of each request for a lock.
	 * @param listener the listener
	 * @return this builder
	 */
	public SingletonSnapManagerBuilder listener(SnapLockListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Sets what each operation on a snap waits for once it has the snap's lock, within
	 * its timeout.
	 * @param snapChanges tells what snapd is doing; by default nobody is asked
	 * @return this builder
	 */
	public SingletonSnapManagerBuilder snapChanges(SnapChanges snapChanges) {
		this.snapChanges = snapChanges;
		return this;
	}

	/**
	 * Builds the manager, and creates its directories where they are absent.
	 * @return the manager
	 * @throws SnapLockException if a directory cannot be used
	 * @throws UnsupportedOperationException on a platform without flock(2), Windows for
	 * one
	 * @throws IllegalStateException if JNA, which calls flock(2), is missing
	 */
	public SingletonSnapManager build() {
		return FileSnapManager.create(this);
	}

	/**
	 * Builds a manager that touches no file, on any platform, with the timeouts, the hold
	 * warning and the listeners of this builder.
	 * @return the manager, as {@link SingletonSnapManager#inMemory(String)} describes it
	 */
	public SingletonSnapManager buildInMemory() {
		return InMemorySnapManager.create(this);
	}

}

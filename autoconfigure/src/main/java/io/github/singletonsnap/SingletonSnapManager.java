package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.singletonsnap.lock.FileLocks;
import io.github.singletonsnap.registration.Registration;

/**
 * Coordinates one unit with the other units of the machine that share its snaps.
 * <p>
 * An operation on a snap or on a config file runs while its lock is held, and no other
 * process that locks the same file by flock(2) runs one at the same time. A unit that
 * uses a snap is registered, so that others know not to remove it.
 * <p>
 * Safe for use by many threads. An invalid argument is refused with an
 * {@link IllegalArgumentException} before anything is touched.
 */
public final class SingletonSnapManager {

	private final String unitName;

	private final Path lockDir;

	private final Duration snapTimeout;

	private final Duration configTimeout;

	private final Observers observers;

	private final SelfTester selfTester;

	private final UnitLocks locks;

	private final UnitRegistrations registrations;

	SingletonSnapManager(SingletonSnapManagerBuilder builder) {
		// First, because it refuses platforms on which the rest makes no sense
		FileLocks files = new FileLocks(builder.unitName, builder.lockFilePermissions, builder.holdWarning);
		this.unitName = builder.unitName;
		this.snapTimeout = builder.snapTimeout;
		this.configTimeout = builder.configTimeout;
		this.lockDir = LockDirectory.prepare(builder.lockDir, builder.lockDirPermissions);
		this.observers = new Observers(builder.observers);
		this.selfTester = new SelfTester(this.lockDir, FileLocks::test);
		this.locks = new UnitLocks(this.lockDir, files, this.unitName, this.selfTester, this.observers);
		this.registrations = new UnitRegistrations(this.lockDir, this.unitName);
	}

	/**
	 * Starts to build a manager for a unit.
	 * @param unitName the unit's name, unique on the machine, such as {@code otelcol/0}:
	 * ASCII letters, digits and {@code . _ - /}, without {@code __} and {@code --}
	 * @return the builder
	 */
	public static SingletonSnapManagerBuilder builder(String unitName) {
		return new SingletonSnapManagerBuilder(SnapNames.checkUnit(unitName));
	}

	/**
	 * Acquires the lock of a snap, and waits for it as long as the default says.
	 * @param snap the snap's name, with its instance key if it has one
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock snapOperation(String snap) {
		return snapOperation(snap, this.snapTimeout);
	}

	/**
	 * Acquires the lock of a snap.
	 * @param snap the snap's name, with its instance key if it has one
	 * @param timeout how long to wait; zero tries once
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock snapOperation(String snap, Duration timeout) {
		return snapOperation(snap, timeout, defaultOperation());
	}

	/**
	 * Acquires the lock of a snap.
	 * @param snap the snap's name, with its instance key if it has one
	 * @param timeout how long to wait; zero tries once
	 * @param operation what for, in a few words for whoever has to wait or finds the lock
	 * abandoned; by default the name of the thread
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock snapOperation(String snap, Duration timeout, String operation) {
		return this.locks.acquireSnap(snap, timeout, operation);
	}

	/**
	 * Acquires the lock of a config file, and waits for it as long as the default says.
	 * @param config the file's absolute path; the file need not exist
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock configOperation(Path config) {
		return configOperation(config, this.configTimeout);
	}

	/**
	 * Acquires the lock of a config file.
	 * @param config the file's absolute path; the file need not exist
	 * @param timeout how long to wait; zero tries once
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock configOperation(Path config, Duration timeout) {
		return configOperation(config, timeout, defaultOperation());
	}

	/**
	 * Acquires the lock of a config file.
	 * @param config the file's absolute path; the file need not exist
	 * @param timeout how long to wait; zero tries once
	 * @param operation what for, in a few words for whoever has to wait or finds the lock
	 * abandoned; by default the name of the thread
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock configOperation(Path config, Duration timeout, String operation) {
		return this.locks.acquireConfig(config, timeout, operation);
	}

	private static String defaultOperation() {
		return "thread " + Thread.currentThread().getName();
	}

	/**
	 * For code that must only run under a snap's lock.
	 * @param snap the snap's name
	 * @throws IllegalStateException if the current thread does not hold the lock
	 */
	public void assertHeld(String snap) {
		this.locks.assertHeld(snap);
	}

	/**
	 * Registers this unit as one that uses a snap, in whatever revision. Takes no lock.
	 * Replaces a registration with a revision, and renews one without.
	 * @param snap the snap's name
	 * @throws SnapLockException if the registration cannot be written
	 */
	public void register(String snap) {
		this.registrations.add(snap, OptionalInt.empty());
	}

	/**
	 * Registers this unit as one that asks for a revision of a snap. Takes no lock.
	 * Replaces a registration with another revision, and renews one with the same. When
	 * this returns, the registration survives a power cut, if the file system does; at no
	 * moment is a unit that was registered not registered.
	 * @param snap the snap's name
	 * @param revision the revision, zero or more
	 * @throws SnapLockException if the registration cannot be written; one that was there
	 * is still there
	 */
	public void register(String snap, int revision) {
		this.registrations.add(snap, OptionalInt.of(revision));
	}

	/**
	 * Removes all registrations of this unit for a snap, whoever wrote them. Idempotent.
	 * @param snap the snap's name
	 * @return whether this unit was registered
	 * @throws SnapLockException if the registration cannot be removed
	 */
	public boolean unregister(String snap) {
		return this.registrations.remove(snap);
	}

	/**
	 * Leaves a snap, and removes it if no other unit uses it. Under the snap's lock: if
	 * another unit is registered, only unregisters this one; if none is, runs the action
	 * and then unregisters. If the action throws or the process dies in it, this unit
	 * stays registered, and the next removal repairs.
	 * <p>
	 * The guarantee reaches as far as the other units take the lock when they install and
	 * register. Waits for the lock as long as the default says.
	 * @param snap the snap's name
	 * @param action removes the snap
	 * @param <X> what the action may throw
	 * @return whether the action ran
	 * @throws X if the action does
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file or a registration cannot be used
	 */
	public <X extends Throwable> boolean removeIfUnused(String snap, RemovalAction<X> action) throws X {
		return removeIfUnused(snap, this.snapTimeout, action);
	}

	/**
	 * Leaves a snap, and removes it if no other unit uses it, as
	 * {@link #removeIfUnused(String, RemovalAction)} says.
	 * @param snap the snap's name
	 * @param timeout how long to wait for the lock; zero tries once
	 * @param action removes the snap
	 * @param <X> what the action may throw
	 * @return whether the action ran
	 * @throws X if the action does
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file or a registration cannot be used
	 */
	public <X extends Throwable> boolean removeIfUnused(String snap, Duration timeout, RemovalAction<X> action)
			throws X {
		try (SnapLock lock = snapOperation(snap, timeout, "removal if unused")) {
			if (leaveIfUsedByOthers(snap)) {
				return false;
			}
			action.run();
			unregister(snap);
			return true;
		}
	}

	/**
	 * Leaves a snap that other units use, as the first step of a removal: if another unit
	 * is registered, unregisters this one. For removals that
	 * {@link #removeIfUnused(String, RemovalAction)} does not fit, as they end later: to
	 * be called while the snap's lock is held. If the answer is no, the caller removes
	 * the snap, unregisters this unit, and then closes the lock.
	 * @param snap the snap's name
	 * @return whether other units use the snap, so that it is not to be removed
	 * @throws SnapLockException if a registration cannot be read or removed
	 */
	public boolean leaveIfUsedByOthers(String snap) {
		Set<String> others = this.registrations.others(snap);
		if (others.isEmpty()) {
			return false;
		}
		unregister(snap);
		this.observers.removalSkipped(snap, others);
		return true;
	}

	/**
	 * Removes the registration of a unit that is gone and cannot do so itself. For
	 * operators: if that unit still uses the snap, the next removal takes it away.
	 * @param snap the snap's name
	 * @param unit the unit's name, with {@code /} or as it is written on disk
	 * @return whether it was registered
	 * @throws SnapLockException if the registration cannot be removed
	 */
	public boolean forget(String snap, String unit) {
		return this.registrations.forget(snap, unit);
	}

	/**
	 * The units that use a snap, registered by any program.
	 * @param snap the snap's name
	 * @return their names as written on disk, this unit's too if it is registered
	 * @throws SnapLockException if the registrations cannot be read
	 */
	public Set<String> getUnits(String snap) {
		return this.registrations.units(snap);
	}

	/**
	 * All registrations for a snap, of any program.
	 * @param snap the snap's name
	 * @return the registrations, in no order
	 * @throws SnapLockException if they cannot be read
	 */
	public List<Registration> getRegistrations(String snap) {
		return this.registrations.find(snap);
	}

	/**
	 * The revisions of a snap that its units ask for.
	 * @param snap the snap's name
	 * @return the revisions, the lowest first; units that ask for none do not count
	 * @throws SnapLockException if the registrations cannot be read
	 */
	public SortedSet<Integer> getRevisions(String snap) {
		return getRegistrations(snap).stream()
			.flatMapToInt((registration) -> registration.revision().stream())
			.boxed()
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The newest revision that any unit asks for: the one to have installed.
	 * @param snap the snap's name
	 * @return the revision, empty if no unit asks for one
	 * @throws SnapLockException if the registrations cannot be read
	 */
	public OptionalInt highestRevision(String snap) {
		SortedSet<Integer> revisions = getRevisions(snap);
		return revisions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(revisions.last());
	}

	/**
	 * Whether no unit asks for a newer revision than this, so that this is the one to
	 * install.
	 * @param snap the snap's name
	 * @param revision the revision
	 * @return whether there is no newer one
	 * @throws SnapLockException if the registrations cannot be read
	 */
	public boolean isNewestRevision(String snap, int revision) {
		return highestRevision(snap).orElse(revision) <= revision;
	}

	/**
	 * Whether another unit uses a snap. Unless its lock is held, the answer may be out of
	 * date when it arrives.
	 * @param snap the snap's name
	 * @return whether a unit other than this one is registered
	 * @throws SnapLockException if the registrations cannot be read
	 */
	public boolean isUsedByOtherUnits(String snap) {
		return !this.registrations.others(snap).isEmpty();
	}

	/**
	 * Who uses which snap, and who holds and waits for which lock, of any program. Takes
	 * no lock and creates nothing.
	 * @return all that is in the lock directory
	 * @throws SnapLockException if it cannot be read
	 */
	public LockDirState inspect() {
		return read(LockDirReader::read);
	}

	/**
	 * Who uses a snap, and who holds and waits for its lock, of any program. Takes no
	 * lock and creates nothing.
	 * @param snap the snap's name; nobody need have used it yet
	 * @return its registrations and its lock
	 * @throws SnapLockException if the lock directory cannot be read
	 */
	public SnapState inspectSnap(String snap) {
		SnapNames.checkSnap(snap);
		return read((reader) -> reader.read(snap));
	}

	private <T> T read(Reading<T> reading) {
		try {
			return reading.from(new LockDirReader(this.lockDir, this.locks::configOf));
		}
		catch (IOException ex) {
			throw new SnapLockException("cannot read the lock directory: " + Messages.describe(ex, this.lockDir),
					this.lockDir, ex);
		}
	}

	/**
	 * Whether locks exclude each other in the lock directory.
	 * @return the result of the test that runs before the first lock is acquired
	 */
	public SelfTest getSelfTest() {
		return this.selfTester.result();
	}

	/**
	 * The name of this unit.
	 * @return the name as written on disk: {@code otelcol_0} for {@code otelcol/0}
	 */
	public String getUnitName() {
		return this.unitName;
	}

	/**
	 * The directory of the locks and registrations.
	 * @return its real path
	 */
	public Path getLockDir() {
		return this.lockDir;
	}

	/**
	 * How long an operation on a snap waits for its lock, where the call does not say.
	 * @return the longest wait
	 */
	public Duration getSnapTimeout() {
		return this.snapTimeout;
	}

	/**
	 * How long an operation on a config file waits for its lock, where the call does not
	 * say.
	 * @return the longest wait
	 */
	public Duration getConfigTimeout() {
		return this.configTimeout;
	}

	private interface Reading<T> {

		T from(LockDirReader reader) throws IOException;

	}

}

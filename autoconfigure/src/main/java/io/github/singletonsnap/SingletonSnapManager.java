package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.singletonsnap.name.SnapNames;
import io.github.singletonsnap.state.LockDirCheck;
import io.github.singletonsnap.state.LockDirState;
import io.github.singletonsnap.state.Registration;
import io.github.singletonsnap.state.SnapState;

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
public interface SingletonSnapManager {

	/**
	 * Starts to build a manager for a unit.
	 * @param unitName the unit's name, unique on the machine, such as {@code otelcol/0}:
	 * ASCII letters, digits and {@code . _ - /}, without {@code __} and {@code --}
	 * @return the builder
	 */
	static SingletonSnapManagerBuilder builder(String unitName) {
		return new SingletonSnapManagerBuilder(SnapNames.checkUnit(unitName));
	}

	/**
	 * A manager that touches no file, for unit tests and for machines without flock(2).
	 * Its locks exclude the threads of this JVM, reentrantly, as those of every manager
	 * in memory of the same JVM. Other processes are neither excluded nor seen: it knows
	 * of no other unit, and a removal never runs.
	 * @param unitName the unit's name, as for {@link #builder(String)}
	 * @return the manager
	 */
	static SingletonSnapManager inMemory(String unitName) {
		return builder(unitName).buildInMemory();
	}

	/**
	 * Acquires the lock of a snap, and waits for it as long as the default says.
	 * @param snap the snap's name, with its instance key if it has one
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	SnapLock snapOperation(String snap);

	/**
	 * Acquires the lock of a snap.
	 * @param snap the snap's name, with its instance key if it has one
	 * @param timeout how long to wait; zero tries once
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	SnapLock snapOperation(String snap, Duration timeout);

	/**
	 * Acquires the lock of a config file, and waits for it as long as the default says.
	 * @param config the file's absolute path; the file need not exist
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	SnapLock configOperation(Path config);

	/**
	 * Acquires the lock of a config file.
	 * @param config the file's absolute path; the file need not exist
	 * @param timeout how long to wait; zero tries once
	 * @return the lock, to be closed
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	SnapLock configOperation(Path config, Duration timeout);

	/**
	 * Starts an operation that needs several locks, or that others are to know by name.
	 * @param name what it is for, in a few words for whoever has to wait or finds a lock
	 * abandoned
	 * @return the operation, which names nothing to lock yet
	 */
	LockedOperation operation(String name);

	/**
	 * For code that must only run under a snap's lock.
	 * @param snap the snap's name
	 * @throws IllegalStateException if the current thread does not hold the lock
	 */
	void assertHeld(String snap);

	/**
	 * For code that must only run under a config file's lock.
	 * @param config the file's absolute path
	 * @throws IllegalStateException if the current thread does not hold the lock
	 */
	void assertHeld(Path config);

	/**
	 * Lets more listeners be told of the locks of this manager, besides those of its
	 * builder. One that is told already is not told twice.
	 * @param listeners gives them; called with the next lock that is asked for, so that
	 * they may need this manager to be created
	 * @return what ends it
	 */
	Runnable listen(Supplier<? extends Collection<? extends SnapLockListener>> listeners);

	/**
	 * Registers this unit as one that uses a snap. Takes no lock. Renews what this unit
	 * has, its revision included; if it has nothing, registers without a revision, which
	 * is refused in a registration directory that is not the lock directory, as
	 * {@link SingletonSnapManagerBuilder#registrationDir(Path)} says.
	 * @param snap the snap's name
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SingletonSnapException if the registration cannot be written
	 */
	void register(String snap);

	/**
	 * Registers this unit as one that asks for a revision of a snap. Takes no lock.
	 * Replaces a registration with another revision, and renews one with the same. When
	 * this returns, the registration survives a power cut, if the file system does; at no
	 * moment is a unit that was registered not registered.
	 * @param snap the snap's name
	 * @param revision the revision, zero or more
	 * @throws SnapLockInterruptedException if this thread was interrupted; what was
	 * registered before still is
	 * @throws SingletonSnapException if the registration cannot be written; one that was
	 * there is still there
	 */
	void register(String snap, int revision);

	/**
	 * Removes all registrations of this unit for a snap, whoever wrote them. Idempotent.
	 * @param snap the snap's name
	 * @return whether this unit was registered
	 * @throws SingletonSnapException if the registration cannot be removed
	 */
	boolean unregister(String snap);

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
	 * @throws SnapLockException if the lock file cannot be used
	 * @throws SingletonSnapException if a registration cannot be read or removed
	 */
	default <X extends Throwable> boolean removeIfUnused(String snap, SnapAction<X> action) throws X {
		return removeIfUnused(snap, getSnapTimeout(), action);
	}

	/**
	 * Leaves a snap, and removes it if no other unit uses it, as
	 * {@link #removeIfUnused(String, SnapAction)} says.
	 * @param snap the snap's name
	 * @param timeout how long to wait for the lock; zero tries once
	 * @param action removes the snap
	 * @param <X> what the action may throw
	 * @return whether the action ran
	 * @throws X if the action does
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 * @throws SingletonSnapException if a registration cannot be read or removed
	 */
	<X extends Throwable> boolean removeIfUnused(String snap, Duration timeout, SnapAction<X> action) throws X;

	/**
	 * Removes the registration of a unit that is gone and cannot do so itself. For
	 * operators: if that unit still uses the snap, the next removal takes it away.
	 * @param snap the snap's name
	 * @param unit the unit's name, with {@code /}, as it is written on disk or as it is
	 * shown
	 * @return whether it was registered
	 * @throws UnitAtWorkException if the unit holds the snap's lock, or is this one
	 * @throws SingletonSnapException if the registration cannot be removed
	 */
	boolean forget(String snap, String unit);

	/**
	 * The snaps that this unit is registered for.
	 * @return their names
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	SortedSet<String> getSnaps();

	/**
	 * The units that use a snap, registered by any program.
	 * @param snap the snap's name
	 * @return their names as written on disk, this unit's too if it is registered
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	Set<String> getUnits(String snap);

	/**
	 * All registrations for a snap, of any program.
	 * @param snap the snap's name
	 * @return the registrations, in no order
	 * @throws SingletonSnapException if they cannot be read
	 */
	List<Registration> getRegistrations(String snap);

	/**
	 * The revisions of a snap that its units ask for.
	 * @param snap the snap's name
	 * @return the revisions, the lowest first; units that ask for none do not count
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	default SortedSet<Integer> getRevisions(String snap) {
		return getRegistrations(snap).stream()
			.flatMapToInt((registration) -> registration.revision().stream())
			.boxed()
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The newest revision that any unit asks for: the one to have installed.
	 * @param snap the snap's name
	 * @return the revision, empty if no unit asks for one
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	default OptionalInt getNewestRevision(String snap) {
		SortedSet<Integer> revisions = getRevisions(snap);
		return revisions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(revisions.last());
	}

	/**
	 * Whether no unit asks for a newer revision than this, so that this is the one to
	 * install.
	 * @param snap the snap's name
	 * @param revision the revision
	 * @return whether there is no newer one
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	default boolean isNewestRevision(String snap, int revision) {
		return getNewestRevision(snap).orElse(revision) <= revision;
	}

	/**
	 * Whether another unit uses a snap. Unless its lock is held, the answer may be out of
	 * date when it arrives.
	 * @param snap the snap's name
	 * @return whether a unit other than this one is registered
	 * @throws SingletonSnapException if the registrations cannot be read
	 */
	boolean isUsedByOtherUnits(String snap);

	/**
	 * Who uses which snap, and who holds and waits for which lock, of any program.
	 * Creates nothing, and takes no lock but for one case: where a holder says that it is
	 * there and cannot be seen, as in another container, a shared one is tried for an
	 * instant.
	 * @return all that is in the lock directory and in that of the registrations
	 * @throws SingletonSnapException if it cannot be read
	 */
	LockDirState inspect();

	/**
	 * Who uses a snap, and who holds and waits for its lock, of any program, asked as by
	 * {@link #inspect()}.
	 * @param snap the snap's name; nobody need have used it yet
	 * @return its registrations and its lock
	 * @throws SingletonSnapException if the lock directory cannot be read
	 */
	SnapState inspectSnap(String snap);

	/**
	 * Whether locks exclude each other in the lock directory.
	 * @return the result of the test that runs before the first lock is acquired
	 */
	LockDirCheck getLockDirCheck();

	/**
	 * The name of this unit.
	 * @return the name as written on disk: {@code otelcol_0} for {@code otelcol/0}
	 */
	String getUnitName();

	/**
	 * The directory of the locks.
	 * @return its real path
	 */
	Path getLockDir();

	/**
	 * The directory of the registrations.
	 * @return its real path, that of the lock directory unless they have one of their own
	 */
	Path getRegistrationDir();

	/**
	 * How long an operation on a snap waits for its lock, where the call does not say.
	 * @return the longest wait
	 */
	Duration getSnapTimeout();

	/**
	 * How long an operation on a config file waits for its lock, where the call does not
	 * say.
	 * @return the longest wait
	 */
	Duration getConfigTimeout();

}

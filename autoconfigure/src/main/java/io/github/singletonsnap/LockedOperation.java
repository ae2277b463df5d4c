package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.singletonsnap.lock.Deadline;
import io.github.singletonsnap.lock.Hold;
import io.github.singletonsnap.name.SnapNames;
import org.jspecify.annotations.Nullable;

/**
 * One operation for which several locks are needed, or which is to have a name: what
 * {@code @SnapOperation} and {@code @ConfigOperation} are on one method. Snaps are locked
 * before config files, each kind in sorted order, so that two operations never wait for
 * each other.
 * <p>
 * Each method but those that acquire adds to the operation, and touches nothing. Not for
 * two threads at a time; it can be run any number of times.
 */
public final class LockedOperation {

	private final UnitLocks locks;

	private final UnitLeave.Registry registry;

	private final String name;

	private final SortedSet<String> snaps = new TreeSet<>();

	private final SortedSet<Path> configs = new TreeSet<>();

	private @Nullable Duration timeout;

	LockedOperation(UnitLocks locks, UnitLeave.Registry registry, String name) {
		this.locks = locks;
		this.registry = registry;
		this.name = name;
	}

	/**
	 * Adds snaps to lock.
	 * @param snaps their names, with instance keys if they have one
	 * @return this operation
	 * @throws IllegalArgumentException with the reason, if one is not a snap's name
	 */
	public LockedOperation snaps(String... snaps) {
		return snaps(List.of(snaps));
	}

	/**
	 * Adds snaps to lock.
	 * @param snaps their names, with instance keys if they have one
	 * @return this operation
	 * @throws IllegalArgumentException with the reason, if one is not a snap's name
	 */
	public LockedOperation snaps(Collection<String> snaps) {
		snaps.forEach((snap) -> this.snaps.add(SnapNames.checkSnap(snap)));
		return this;
	}

	/**
	 * Adds config files to lock.
	 * @param configs their absolute paths; the files need not exist
	 * @return this operation
	 * @throws IllegalArgumentException with the reason, if one cannot be locked
	 */
	public LockedOperation config(Path... configs) {
		return config(List.of(configs));
	}

	/**
	 * Adds config files to lock.
	 * @param configs their absolute paths; the files need not exist
	 * @return this operation
	 * @throws IllegalArgumentException with the reason, if one cannot be locked
	 */
	public LockedOperation config(Collection<Path> configs) {
		configs.forEach((config) -> this.configs.add(SnapNames.checkConfig(config)));
		return this;
	}

	/**
	 * Sets how long to wait, for all locks together. By default all snaps together wait
	 * as long as the manager's snap timeout says, and then all config files as long as
	 * its config timeout says.
	 * @param timeout the longest wait; zero tries each once
	 * @return this operation
	 * @throws IllegalArgumentException if it is negative
	 */
	public LockedOperation timeout(Duration timeout) {
		this.timeout = UnitLocks.checkTimeout(timeout);
		return this;
	}

	/**
	 * Acquires all locks, or none.
	 * @return the locks as one, to be closed
	 * @throws IllegalStateException if the operation names nothing to lock
	 * @throws SnapLockTimeoutException if one was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if a lock file cannot be used
	 */
	public SnapLock acquire() {
		if (this.snaps.isEmpty() && this.configs.isEmpty()) {
			throw new IllegalStateException(
					"operation \"" + this.name + "\" names nothing to lock: call snaps(…) or config(…) before it runs");
		}
		List<Hold> held = new ArrayList<>(this.snaps.size() + this.configs.size());
		SnapLock all = new HeldLocks(held);
		try {
			Deadline deadline = Deadline.after(this.locks.snapTimeout(this.timeout));
			for (String snap : this.snaps) {
				held.add(this.locks.acquireSnap(snap, deadline, this.name));
			}
			if (this.timeout == null) {
				deadline = Deadline.after(this.locks.configTimeout(null));
			}
			for (Path config : this.configs) {
				held.add(this.locks.acquireConfig(config, deadline, this.name));
			}
			return all;
		}
		catch (RuntimeException | Error ex) {
			all.closeAfterFailure();
			throw ex;
		}
	}

	/**
	 * Acquires the lock of one snap to remove it, if no other unit uses it. Locks that
	 * this operation names are not acquired.
	 * @param snap the snap's name
	 * @return the removal, not yet begun, to be closed
	 * @throws IllegalArgumentException with the reason, if that is not a snap's name
	 * @throws SnapLockTimeoutException if the lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLeave leave(String snap) {
		return new UnitLeave(snap,
				this.locks.acquireSnap(snap, Deadline.after(this.locks.snapTimeout(this.timeout)), this.name),
				this.registry);
	}

	/**
	 * Acquires this machine's turn in a rollout, which one unit at a time has: no snap
	 * and no config file is locked by it. Locks that this operation names are not
	 * acquired. Not reentrant.
	 * @param group the group of the rollout
	 * @return the turn, to be closed
	 * @throws IllegalArgumentException with the reason, if that is not a group's name
	 * @throws IllegalStateException if this thread has the turn already
	 * @throws SnapLockTimeoutException if another unit, or thread, had it for too long
	 * @throws SnapLockInterruptedException if this thread was interrupted
	 * @throws SnapLockException if the lock file cannot be used
	 */
	public SnapLock rollout(String group) {
		return new HeldLocks(List
			.of(this.locks.acquireRollout(group, Deadline.after(this.locks.snapTimeout(this.timeout)), this.name)));
	}

	/**
	 * Runs an action while all locks are held.
	 * @param action what to run
	 * @param <X> what it may throw
	 * @throws X if the action does
	 * @throws SnapLockTimeoutException if a lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted before
	 * @throws SnapLockException if a lock file cannot be used
	 */
	public <X extends Throwable> void run(SnapAction<X> action) throws X {
		this.<Boolean, X>call(() -> {
			action.run();
			return true;
		});
	}

	/**
	 * Calls for a value while all locks are held.
	 * @param call what to call
	 * @param <T> the value's type
	 * @param <X> what it may throw
	 * @return the value
	 * @throws X if the call does
	 * @throws SnapLockTimeoutException if a lock was not free in time
	 * @throws SnapLockInterruptedException if this thread was interrupted before
	 * @throws SnapLockException if a lock file cannot be used
	 */
	public <T extends @Nullable Object, X extends Throwable> T call(SnapCall<T, X> call) throws X {
		return end(acquire(), call);
	}

	/**
	 * Calls under a lock, and closes it as the call ends.
	 */
	static <T extends @Nullable Object, X extends Throwable> T end(SnapLock lock, SnapCall<T, X> call) throws X {
		boolean well = false;
		try {
			T result = call.call();
			well = true;
			return result;
		}
		finally {
			if (well) {
				lock.close();
			}
			else {
				lock.closeAfterFailure();
			}
		}
	}

}

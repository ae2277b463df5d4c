package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * What managers have in common: a unit, and its locks.
 */
abstract class UnitManager implements SingletonSnapManager {

	private final String unitName;

	private final UnitLocks locks;

	private final UnitLeave.Registry registry;

	UnitManager(String unitName, UnitLocks locks, UnitLeave.Registry registry) {
		this.unitName = unitName;
		this.locks = locks;
		this.registry = registry;
	}

	@Override
	public SnapLock snapOperation(String snap) {
		return snapOperation(snap, getSnapTimeout());
	}

	@Override
	public SnapLock snapOperation(String snap, Duration timeout) {
		return new HeldLocks(List.of(this.locks.acquireSnap(snap, UnitLocks.deadline(timeout), defaultOperation())));
	}

	@Override
	public SnapLock configOperation(Path config) {
		return configOperation(config, getConfigTimeout());
	}

	@Override
	public SnapLock configOperation(Path config, Duration timeout) {
		return new HeldLocks(
				List.of(this.locks.acquireConfig(config, UnitLocks.deadline(timeout), defaultOperation())));
	}

	@Override
	public LockedOperation operation(String name) {
		return new LockedOperation(this.locks, this.registry, name);
	}

	private static String defaultOperation() {
		return "thread " + Thread.currentThread().getName();
	}

	@Override
	public void assertHeld(String snap) {
		this.locks.assertSnapHeld(snap);
	}

	@Override
	public void assertHeld(Path config) {
		this.locks.assertConfigHeld(config);
	}

	@Override
	public Runnable listen(Supplier<? extends Collection<? extends SnapLockListener>> listeners) {
		return this.locks.listeners().add(listeners);
	}

	@Override
	public boolean unregister(String snap) {
		return this.registry.remove(snap);
	}

	@Override
	public <X extends Throwable> boolean removeIfUnused(String snap, Duration timeout, SnapAction<X> action) throws X {
		SnapLeave leave = operation("removal if unused").timeout(timeout).leave(snap);
		return LockedOperation.<Boolean, X>end(leave, () -> {
			boolean runs = leave.begin();
			if (runs) {
				action.run();
				leave.succeed();
			}
			else {
				// Nothing was done that could have repaired what was left
				leave.closeAfterFailure();
			}
			return runs;
		});
	}

	@Override
	public String getUnitName() {
		return this.unitName;
	}

	@Override
	public Duration getSnapTimeout() {
		return this.locks.snapTimeout(null);
	}

	@Override
	public Duration getConfigTimeout() {
		return this.locks.configTimeout(null);
	}

}

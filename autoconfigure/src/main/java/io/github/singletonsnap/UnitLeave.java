package io.github.singletonsnap;

import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;

/**
 * A removal by one unit, under the snap's lock.
 */
final class UnitLeave implements SnapLeave {

	private final String snap;

	private final HeldLock lock;

	private final Registry registry;

	private volatile boolean begun;

	UnitLeave(String snap, HeldLock lock, Registry registry) {
		this.snap = snap;
		this.lock = lock;
		this.registry = registry;
	}

	@Override
	public boolean begin() {
		this.begun = !this.registry.leaveIfUsedByOthers(this.snap);
		return this.begun;
	}

	@Override
	public void succeed() {
		if (this.begun) {
			this.registry.remove(this.snap);
		}
	}

	@Override
	public Optional<LockProcess> abandonedBy() {
		return this.lock.abandonedBy();
	}

	@Override
	public void detach() {
		this.lock.detach();
	}

	@Override
	public void close() {
		this.lock.close();
	}

	@Override
	public void closeAfterFailure() {
		this.lock.closeAfterFailure();
	}

	@Override
	public void abandon() {
		this.lock.abandon();
	}

	/**
	 * Who is registered.
	 */
	interface Registry {

		/**
		 * If another unit is registered, or may be, unregisters this one.
		 */
		boolean leaveIfUsedByOthers(String snap);

		boolean remove(String snap);

	}

}

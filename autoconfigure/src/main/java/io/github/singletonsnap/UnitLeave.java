package io.github.singletonsnap;

import java.util.List;

import io.github.singletonsnap.lock.Hold;

/**
 * A removal by one unit, under the snap's lock.
 */
final class UnitLeave extends HeldLocks implements SnapLeave {

	private final String snap;

	private final Registry registry;

	private volatile boolean begun;

	UnitLeave(String snap, Hold hold, Registry registry) {
		super(List.of(hold));
		this.snap = snap;
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

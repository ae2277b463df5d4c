package io.github.singletonsnap;

import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;

/**
 * A removal by one unit, under the snap's lock.
 */
final class UnitLeave implements SnapLeave {

	private final String snap;

	private final HeldLock lock;

	private final UnitRegistrations registrations;

	private volatile boolean begun;

	UnitLeave(String snap, HeldLock lock, UnitRegistrations registrations) {
		this.snap = snap;
		this.lock = lock;
		this.registrations = registrations;
	}

	@Override
	public boolean begin() {
		this.begun = !this.registrations.leaveIfUsedByOthers(this.snap);
		return this.begun;
	}

	@Override
	public void succeed() {
		if (this.begun) {
			this.registrations.remove(this.snap);
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

}

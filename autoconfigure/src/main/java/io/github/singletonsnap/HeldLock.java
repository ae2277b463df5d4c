package io.github.singletonsnap;

import java.util.Optional;

import io.github.singletonsnap.lock.Hold;
import io.github.singletonsnap.state.LockProcess;

/**
 * One hold of one lock file.
 *
 * @param hold the hold
 */
record HeldLock(Hold hold) implements SnapLock {

	@Override
	public Optional<LockProcess> abandonedBy() {
		return Optional.ofNullable(this.hold.abandonedBy());
	}

	@Override
	public void detach() {
		this.hold.detach();
	}

	@Override
	public void close() {
		this.hold.release();
	}

	@Override
	public void closeAfterFailure() {
		this.hold.releaseAfterFailure();
	}

	@Override
	public void abandon() {
		this.hold.abandon();
	}

}

package io.github.singletonsnap.lock;

import io.github.singletonsnap.state.LockProcess;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a lock. The lock is free once every hold of it is released, in any order.
 */
public final class Hold {

	private final PathLock lock;

	private final Tenure tenure;

	// Guarded by the lock
	private State state = State.ATTACHED;

	Hold(PathLock lock, Tenure tenure) {
		this.lock = lock;
		this.tenure = tenure;
		tenure.addHold();
	}

	/**
	 * The holder before this one, if it died before it released the lock.
	 * @return who it was and what it was doing; {@code null} if none was left
	 */
	public @Nullable LockProcess abandonedBy() {
		HoldRecord left = this.tenure.left();
		return (left != null) ? left.process("") : null;
	}

	/**
	 * Takes this hold from the thread that acquired it: that thread re-enters only as
	 * long as it has another. Idempotent, without effect once released, and allowed from
	 * any thread.
	 */
	public void detach() {
		this.lock.detach(this);
	}

	/**
	 * Gives this hold back. Idempotent, and allowed from any thread.
	 */
	public void release() {
		this.lock.leave(this);
	}

	/**
	 * Called by the lock, which guards it.
	 */
	void markDetached() {
		if (this.state == State.ATTACHED) {
			this.state = State.DETACHED;
			this.tenure.detachHold();
		}
	}

	/**
	 * Called by the lock, which guards it. Returns whether this was the last hold.
	 */
	boolean markReleased() {
		State before = this.state;
		this.state = State.RELEASED;
		return before != State.RELEASED && this.tenure.endHold(before == State.ATTACHED);
	}

	private enum State {

		ATTACHED, DETACHED, RELEASED

	}

}

package io.github.singletonsnap.lock;

import io.github.singletonsnap.state.LockProcess;
import org.jspecify.annotations.Nullable;

/**
 * One hold of a lock. The lock is free once every hold of it is released, in any order.
 */
public final class Hold {

	private final Tenure tenure;

	/**
	 * Read and written by the tenure, which guards it.
	 */
	State state = State.ATTACHED;

	Hold(Tenure tenure) {
		this.tenure = tenure;
	}

	/**
	 * The holder before this one, if it died before it released the lock.
	 * @return who it was and what it was doing; {@code null} if none abandoned it
	 */
	public @Nullable LockProcess abandonedBy() {
		HoldRecord abandoned = this.tenure.abandoned();
		return (abandoned != null) ? abandoned.process("") : null;
	}

	/**
	 * Takes this hold from the thread that acquired it: that thread re-enters only as
	 * long as it has another. Idempotent, without effect once released, and allowed from
	 * any thread.
	 */
	public void detach() {
		this.tenure.detach(this);
	}

	/**
	 * Releases this hold. Idempotent, and allowed from any thread.
	 */
	public void release() {
		this.tenure.release(this);
	}

	enum State {

		ATTACHED, DETACHED, RELEASED

	}

}

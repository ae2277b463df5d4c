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
	 * Who was the first to abandon the lock since an operation ended well: it died while
	 * it held the lock, or said so.
	 * @return who it was and what it was doing; {@code null} if nobody did
	 */
	public @Nullable LockProcess abandonedBy() {
		HoldRecord abandoned = this.tenure.abandoned();
		return (abandoned != null) ? abandoned.process(Proc.Command.UNKNOWN) : null;
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
	 * Releases this hold after work that ended well: what {@link #abandonedBy()} tells is
	 * over. As every release idempotent, and allowed from any thread; of several holds
	 * the last one counts.
	 */
	public void release() {
		this.tenure.release(this, Tenure.Ending.WELL);
	}

	/**
	 * Releases this hold after work that failed, and left nothing half done itself: the
	 * next holder is told what this one was.
	 */
	public void releaseAfterFailure() {
		this.tenure.release(this, Tenure.Ending.FAILED);
	}

	/**
	 * Releases this hold after work that is half done: the next holder is told, once the
	 * last hold is released, however the others end.
	 */
	public void abandon() {
		this.tenure.release(this, Tenure.Ending.ABANDONED);
	}

	enum State {

		ATTACHED, DETACHED, RELEASED

	}

}

package io.github.singletonsnap.rollout;

import io.github.singletonsnap.rollout.MachineGate.Turn;
import org.jspecify.annotations.Nullable;

/**
 * One turn of this unit, with its permit, from when it was acquired until the last of its
 * holds is closed.
 */
final class Tenure {

	private final Permit permit;

	private final Turn turn;

	private final Ending ending;

	// All that follows is guarded by this

	private @Nullable Thread owner = Thread.currentThread();

	private int holds = 1;

	private int attached = 1;

	Tenure(Permit permit, Turn turn, Ending ending) {
		this.permit = permit;
		this.turn = turn;
		this.ending = ending;
	}

	/**
	 * The hold with which it begins.
	 */
	HeldPermit firstHold() {
		return new Hold();
	}

	/**
	 * Another hold, {@code null} if the current thread does not have the turn.
	 */
	synchronized @Nullable HeldPermit holdAgain() {
		if (!isOwned()) {
			return null;
		}
		this.holds++;
		this.attached++;
		return new Hold();
	}

	synchronized boolean isOwned() {
		return this.owner == Thread.currentThread();
	}

	private synchronized void detachOne() {
		this.attached--;
		if (this.attached == 0) {
			this.owner = null;
			this.turn.detach();
		}
	}

	private void close(boolean wasAttached, How how) {
		boolean waits;
		synchronized (this) {
			waits = this.owner != null;
			this.holds--;
			if (this.holds > 0) {
				if (wasAttached) {
					detachOne();
				}
				return;
			}
			this.owner = null;
		}
		try {
			this.ending.end(this.permit, how, waits);
		}
		finally {
			this.turn.close();
		}
	}

	/**
	 * How work ended.
	 */
	enum How {

		WELL, FAILED, UNUSED

	}

	/**
	 * What follows of the end.
	 */
	interface Ending {

		/**
		 * The last hold was closed; its turn is not over yet.
		 * @param waits whether the thread that closes it is the one that acquired it, or
		 * one of its kind, and may wait
		 */
		void end(Permit permit, How how, boolean waits);

	}

	private final class Hold implements HeldPermit {

		// Guarded by this

		private boolean attached = true;

		private boolean closed;

		@Override
		public synchronized void detach() {
			if (!this.closed && this.attached) {
				this.attached = false;
				detachOne();
			}
		}

		@Override
		public void close() {
			close(How.WELL);
		}

		@Override
		public void closeAfterFailure() {
			close(How.FAILED);
		}

		@Override
		public void closeUnused() {
			close(How.UNUSED);
		}

		private void close(How how) {
			boolean wasAttached;
			synchronized (this) {
				if (this.closed) {
					return;
				}
				this.closed = true;
				wasAttached = this.attached;
			}
			Tenure.this.close(wasAttached, how);
		}

	}

}

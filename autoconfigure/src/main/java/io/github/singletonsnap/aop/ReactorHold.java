package io.github.singletonsnap.aop;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The locks of one subscription, and the thread that acquires them and runs the method. A
 * cancellation may come at any moment: it interrupts the thread while that waits, and
 * never the work. What the thread still does then is done under the locks, which are
 * released when it is back.
 */
final class ReactorHold {

	private final GuardedCall call;

	// All that follows is guarded by this

	private State state = State.NEW;

	private boolean cancelled;

	private @Nullable Thread waiting;

	ReactorHold(GuardedCall call) {
		this.call = call;
	}

	/**
	 * Whether it is to be opened by the current thread, as no other can have the locks.
	 */
	boolean isNested() {
		return this.call.isNested();
	}

	/**
	 * Acquires the locks, runs the method, and returns what it returns; {@code null} if
	 * the call is skipped, or nobody waits for it any more. If it does not throw,
	 * {@link #leave()} is to follow in this thread.
	 */
	@Nullable Object open() throws Throwable {
		if (!begin()) {
			return null;
		}
		try {
			return Objects.requireNonNull(this.call.proceedElsewhere(), "the method returned no publisher");
		}
		catch (Throwable ex) {
			end(ex);
			throw ex;
		}
	}

	private boolean begin() {
		synchronized (this) {
			if (this.cancelled) {
				return false;
			}
			this.waiting = Thread.currentThread();
		}
		boolean begun = false;
		try {
			begun = this.call.begin();
		}
		catch (RuntimeException ex) {
			if (!isCancelled() || !Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			// Nobody is there to be told
		}
		finally {
			stopWaiting(begun);
		}
		if (begun && isCancelled()) {
			giveUp();
			return false;
		}
		return begun;
	}

	private void giveUp() {
		synchronized (this) {
			this.state = State.ENDED;
		}
		this.call.giveUp();
	}

	private synchronized void stopWaiting(boolean begun) {
		this.waiting = null;
		this.state = begun ? State.RUNNING : State.ENDED;
		if (this.cancelled) {
			// It was for the wait, which is over
			Thread.interrupted();
		}
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * The thread is back from the method, and from what it did of its result at once.
	 */
	void leave() {
		boolean ends;
		synchronized (this) {
			if (this.state != State.RUNNING) {
				return;
			}
			this.state = State.PENDING;
			ends = this.cancelled;
		}
		this.call.detach();
		if (ends) {
			end(new InterruptedException("cancelled"));
		}
	}

	/**
	 * The result has ended, by itself.
	 * @param failure what with, if it did not go well
	 */
	void end(@Nullable Throwable failure) {
		synchronized (this) {
			if (this.state == State.ENDED) {
				return;
			}
			this.state = State.ENDED;
		}
		this.call.end(failure);
	}

	/**
	 * The subscription is gone. Never waits, and has no effect if the result has ended.
	 */
	void cancel() {
		synchronized (this) {
			this.cancelled = true;
			if (this.waiting != null) {
				this.waiting.interrupt();
			}
			if (this.state != State.PENDING) {
				return;
			}
		}
		end(new InterruptedException("cancelled"));
	}

	private enum State {

		NEW, RUNNING, PENDING, ENDED

	}

}

package io.github.singletonsnap.aop;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.github.singletonsnap.SnapLockInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one subscription. It may end at any moment, also while the locks are being
 * acquired or the method runs: then whoever does that releases them. Nothing depends on a
 * value that reaches the subscriber.
 */
final class ReactorHold {

	private final GuardedCall call;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

	ReactorHold(GuardedCall call) {
		this.call = call;
	}

	/**
	 * Acquires the locks, runs the method, and returns what it returns; {@code null} if
	 * the call is skipped, or nobody waits for it any more.
	 */
	@Nullable Object open() throws Throwable {
		if (this.state.get() == State.ENDED || !begin()) {
			return null;
		}
		boolean open = false;
		try {
			Object result = Objects.requireNonNull(this.call.proceedElsewhere(), "the method returned no publisher");
			this.call.detach();
			open = this.state.compareAndSet(State.OPENING, State.OPEN);
			return open ? result : null;
		}
		finally {
			if (!open) {
				this.call.end();
			}
		}
	}

	private boolean begin() {
		try {
			return this.call.begin();
		}
		catch (SnapLockInterruptedException ex) {
			if (this.state.get() == State.ENDED) {
				// Cancelled, which interrupts: nobody is there to be told
				return false;
			}
			throw ex;
		}
	}

	void succeed() {
		this.call.succeed();
	}

	/**
	 * Called when the subscription has ended, in whatever way. Never waits.
	 */
	void end() {
		if (this.state.getAndSet(State.ENDED) == State.OPEN) {
			this.call.end();
		}
	}

	private enum State {

		OPENING, OPEN, ENDED

	}

}

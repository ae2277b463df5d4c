package io.github.singletonsnap.lock;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The time from when a lock is acquired until its last hold is released. Guarded by its
 * {@link PathLock}.
 */
final class Tenure {

	private final LockFile file;

	private final Claim claim;

	private final @Nullable HoldRecord left;

	private final Thread owner = Thread.currentThread();

	private final long since = System.nanoTime();

	private int holds;

	// Of the holds, those of the owner; it re-enters by them
	private int attached;

	private boolean warned;

	Tenure(LockFile file, Claim claim, @Nullable HoldRecord left) {
		this.file = file;
		this.claim = claim;
		this.left = left;
	}

	LockFile file() {
		return this.file;
	}

	Claim claim() {
		return this.claim;
	}

	/**
	 * What the holder before this one left, if it died.
	 */
	@Nullable HoldRecord left() {
		return this.left;
	}

	boolean isOfCurrentThread() {
		return this.attached > 0 && this.owner == Thread.currentThread();
	}

	void addHold() {
		this.holds++;
		this.attached++;
	}

	void detachHold() {
		this.attached--;
	}

	/**
	 * Returns whether it was the last.
	 */
	boolean endHold(boolean wasAttached) {
		this.holds--;
		this.attached -= wasAttached ? 1 : 0;
		return this.holds == 0;
	}

	/**
	 * Whether it has lasted too long; says so once.
	 */
	boolean isLate(long now) {
		boolean late = !this.warned && now - this.since >= this.claim.holdWarningNanos();
		this.warned |= late;
		return late;
	}

	/**
	 * How long it has lasted, by whom and for what.
	 */
	String describe(long now) {
		return TimeUnit.NANOSECONDS.toSeconds(now - this.since) + " s, acquired by thread " + this.owner.getName()
				+ " for " + this.claim.operation() + ((this.attached == 0) ? ", whose result is still pending" : "");
	}

	/**
	 * Returns {@code null} if the thread went on without the lock, and may be anywhere.
	 */
	@Nullable Throwable whereItsThreadIs() {
		if (this.attached == 0) {
			return null;
		}
		Throwable trace = new Throwable("this is where that thread is now");
		trace.setStackTrace(this.owner.getStackTrace());
		return trace;
	}

}

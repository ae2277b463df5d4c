package io.github.singletonsnap.lock;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The time from when a lock is acquired until its last hold is released. Counts its
 * holds, and tells once that it has ended.
 */
final class Tenure {

	private final Claim claim;

	private final LockFile file;

	private final @Nullable HoldRecord abandoned;

	private final long since;

	private final Consumer<Tenure> whenEnded;

	private final Thread owner = Thread.currentThread();

	// Guarded by this, as is what follows
	private int holds;

	// Of the holds, those of the owner; it re-enters by them
	private int attached;

	private boolean warned;

	Tenure(Claim claim, LockFile file, @Nullable HoldRecord abandoned, long since, Consumer<Tenure> whenEnded) {
		this.claim = claim;
		this.file = file;
		this.abandoned = abandoned;
		this.since = since;
		this.whenEnded = whenEnded;
	}

	Claim claim() {
		return this.claim;
	}

	LockFile file() {
		return this.file;
	}

	/**
	 * What the holder before this one abandoned, if it died.
	 */
	@Nullable HoldRecord abandoned() {
		return this.abandoned;
	}

	/**
	 * Returns the first hold.
	 */
	synchronized Hold begin() {
		return add();
	}

	/**
	 * Returns one more hold, or {@code null} if the current thread has none.
	 */
	@Nullable Hold reenter() {
		if (this.owner != Thread.currentThread()) {
			return null;
		}
		synchronized (this) {
			return (this.attached > 0) ? add() : null;
		}
	}

	private Hold add() {
		Hold hold = new Hold(this);
		this.holds++;
		this.attached++;
		return hold;
	}

	boolean isOfCurrentThread() {
		if (this.owner != Thread.currentThread()) {
			return false;
		}
		synchronized (this) {
			return this.attached > 0;
		}
	}

	/**
	 * Called by any thread.
	 */
	synchronized void detach(Hold hold) {
		if (hold.state == Hold.State.ATTACHED) {
			hold.state = Hold.State.DETACHED;
			this.attached--;
		}
	}

	/**
	 * Called by any thread.
	 */
	void release(Hold hold) {
		synchronized (this) {
			if (hold.state == Hold.State.RELEASED) {
				return;
			}
			this.attached -= (hold.state == Hold.State.ATTACHED) ? 1 : 0;
			hold.state = Hold.State.RELEASED;
			this.holds--;
			if (this.holds > 0) {
				return;
			}
		}
		this.whenEnded.accept(this);
	}

	/**
	 * Returns a warning if it has lasted too long, once.
	 */
	synchronized @Nullable Late late(long now) {
		if (this.warned || this.holds == 0 || now - this.since < this.claim.holdWarningNanos()) {
			return null;
		}
		this.warned = true;
		String what = TimeUnit.NANOSECONDS.toSeconds(now - this.since) + " s, acquired by thread "
				+ this.owner.getName() + " for " + this.claim.operation();
		if (this.attached == 0) {
			// The thread went on without the lock, and may be anywhere
			return new Late(what + ", whose result is still pending", null);
		}
		Throwable where = new Throwable("this is where that thread is now");
		where.setStackTrace(this.owner.getStackTrace());
		return new Late(what, where);
	}

	/**
	 * Who asks for a lock, and what for.
	 *
	 * @param permissions of the lock file, if it is created for this
	 * @param record writes the record of the unit
	 * @param operation what for
	 * @param holdWarningNanos after what time it is too long
	 * @param whenReleased what to run once the lock is free again
	 */
	record Claim(Set<PosixFilePermission> permissions, HoldRecord.Writer record, String operation,
			long holdWarningNanos, @Nullable Runnable whenReleased) {

		void released() {
			if (this.whenReleased != null) {
				this.whenReleased.run();
			}
		}

	}

	/**
	 * That it has lasted too long.
	 *
	 * @param what how long, by whom and for what
	 * @param where where that thread is
	 */
	record Late(String what, @Nullable Throwable where) {
	}

}

package io.github.singletonsnap.lock;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.singletonsnap.state.Shown;
import org.jspecify.annotations.Nullable;

/**
 * The time from when a lock is acquired until its last hold is released. Counts its
 * holds, and tells once that it has ended.
 */
final class Tenure {

	private final Claim claim;

	private final Consumer<Tenure> whenEnded;

	private final Thread owner = Thread.currentThread();

	/**
	 * The file that is locked or about to be; of whoever has the turn.
	 */
	@Nullable LockFile file;

	/**
	 * Whether the file has this holder's record; of whoever has the turn.
	 */
	boolean recorded;

	/**
	 * Whether it has ended, but whoever ended it did not give the lock back, and whoever
	 * comes next is to do so. A field, as it is set where stack may be too short for any
	 * call.
	 */
	volatile boolean orphaned;

	/**
	 * Whether somebody is giving the lock back; a field for the same reason.
	 */
	volatile boolean releasing;

	private @Nullable HoldRecord abandoned;

	private long since;

	// Guarded by this, as is what follows
	private int holds;

	// Of the holds, those of the owner; it re-enters by them
	private int attached;

	private boolean warned;

	private Ending ending = Ending.FAILED;

	private boolean begun;

	private boolean ended;

	Tenure(Claim claim, Consumer<Tenure> whenEnded) {
		this.claim = claim;
		this.whenEnded = whenEnded;
	}

	Claim claim() {
		return this.claim;
	}

	/**
	 * Begins with a first hold, once the lock is there.
	 */
	synchronized void begin(@Nullable HoldRecord abandoned, long now) {
		this.abandoned = abandoned;
		this.since = now;
		this.holds = 1;
		this.attached = 1;
		this.begun = true;
	}

	boolean hasBegun() {
		return this.begun;
	}

	/**
	 * What the new holder is to be told of those before it.
	 */
	@Nullable HoldRecord abandoned() {
		return this.abandoned;
	}

	Ending ending() {
		return this.ending;
	}

	/**
	 * Returns one more hold, or {@code null} if the current thread has none.
	 */
	@Nullable Hold reenter() {
		if (this.owner != Thread.currentThread()) {
			return null;
		}
		Hold hold = new Hold(this);
		synchronized (this) {
			if (this.attached == 0) {
				return null;
			}
			this.holds++;
			this.attached++;
			return hold;
		}
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
	 * Called by any thread. Calls nothing between the first change and the last one: the
	 * stack may end anywhere.
	 */
	void release(Hold hold, Ending how) {
		synchronized (this) {
			if (hold.state != Hold.State.RELEASED) {
				this.attached -= (hold.state == Hold.State.ATTACHED) ? 1 : 0;
				hold.state = Hold.State.RELEASED;
				this.ending = (this.ending == Ending.ABANDONED) ? Ending.ABANDONED : how;
				this.holds--;
				this.ended = this.holds == 0;
			}
		}
		if (this.ended) {
			boolean told = false;
			try {
				this.whenEnded.accept(this);
				told = true;
			}
			finally {
				this.orphaned = !told;
			}
		}
	}

	/**
	 * Whether the caller is to give the lock back: nobody else does.
	 */
	synchronized boolean startRelease() {
		boolean mine = !this.releasing;
		this.releasing = true;
		return mine;
	}

	/**
	 * Returns the thread that acquired it, with what has become of that, for messages;
	 * {@code null} if nobody has a hold.
	 */
	synchronized @Nullable String thread() {
		if (this.holds == 0) {
			return null;
		}
		String name = "thread " + Shown.text(this.owner.getName());
		return (this.attached > 0) ? name : name + ", whose result is still pending";
	}

	/**
	 * Returns a warning if it has lasted too long, once.
	 */
	synchronized @Nullable Late late(long now) {
		if (this.warned || this.holds == 0 || now - this.since < this.claim.holdWarningNanos()) {
			return null;
		}
		this.warned = true;
		String what = TimeUnit.NANOSECONDS.toSeconds(now - this.since) + " s, for " + this.claim.operation() + " by "
				+ thread();
		if (this.attached == 0) {
			// The thread went on without the lock, and may be anywhere
			return new Late(what, null);
		}
		Throwable where = new Throwable("this is where that thread is now");
		where.setStackTrace(this.owner.getStackTrace());
		return new Late(what, where);
	}

	/**
	 * How the work ended for which a lock was held.
	 */
	enum Ending {

		/**
		 * What was abandoned before is over.
		 */
		WELL,

		/**
		 * The next holder is told what this one was.
		 */
		FAILED,

		/**
		 * The next holder is told what this one was, or if it was told nothing, of it.
		 */
		ABANDONED

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

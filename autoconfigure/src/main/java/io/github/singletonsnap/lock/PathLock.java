package io.github.singletonsnap.lock;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of one path for all threads of this JVM.
 * <p>
 * flock(2) knows open files, not threads: a second lock on the same descriptor succeeds
 * at once, one on a second descriptor waits for ever. So who owns the lock, how often,
 * and who is next is kept here: a fair semaphore whose one permit is the turn to deal
 * with the file, held from before the file is locked until after it is unlocked.
 */
final class PathLock {

	private static final Logger logger = LoggerFactory.getLogger(PathLock.class);

	private final LockFileOpener opener;

	private final Waiter waiter;

	private final Semaphore turn = new Semaphore(1, true);

	// Guarded by this, as are the next two. Null while nobody holds the lock.
	private @Nullable LockFile file;

	private @Nullable Thread owner;

	private int holds;

	PathLock(LockFileOpener opener) {
		this.opener = opener;
		this.waiter = new Waiter(opener);
	}

	/**
	 * Returns a hold, or {@code null} once the deadline has passed.
	 */
	@Nullable Hold acquire(Deadline deadline) throws IOException, InterruptedException {
		if (reenter()) {
			return new Hold(this);
		}
		if (!this.turn.tryAcquire(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS)) {
			return null;
		}
		LockFile locked = null;
		try {
			locked = lock(deadline);
			return (locked != null) ? enter(locked) : null;
		}
		finally {
			if (locked == null) {
				this.turn.release();
			}
		}
	}

	private @Nullable LockFile lock(Deadline deadline) throws IOException, InterruptedException {
		LockFile free = this.opener.tryLock();
		if (free != null) {
			return free;
		}
		return deadline.hasPassed() ? this.opener.tryLockPastGate() : this.waiter.await(deadline);
	}

	private synchronized boolean reenter() {
		if (this.owner != Thread.currentThread()) {
			return false;
		}
		this.holds++;
		return true;
	}

	private synchronized Hold enter(LockFile locked) {
		this.file = locked;
		this.owner = Thread.currentThread();
		this.holds = 1;
		return new Hold(this);
	}

	synchronized boolean isHeldByCurrentThread() {
		return this.owner == Thread.currentThread();
	}

	/**
	 * Called once for each hold, by any thread.
	 */
	void leave() {
		LockFile last = leaveOne();
		if (last == null) {
			return;
		}
		try {
			unlock(last);
		}
		catch (IOException ex) {
			// Closing the descriptor frees the lock even so, and the body has run
			logger.warn("Trouble while unlocking {}", this.opener.path(), ex);
		}
		finally {
			this.turn.release();
		}
	}

	private void unlock(LockFile last) throws IOException {
		try {
			if (!last.isCurrent()) {
				logger.warn(
						"The lock file {} was removed or replaced while it was held: another program may have run "
								+ "at the same time. Find the program that removes lock files, and stop it",
						this.opener.path());
			}
		}
		finally {
			last.release();
		}
	}

	private synchronized @Nullable LockFile leaveOne() {
		if (--this.holds > 0) {
			return null;
		}
		LockFile last = this.file;
		this.file = null;
		this.owner = null;
		return last;
	}

}

package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
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

	// Of a file whose path leads elsewhere, before anything else is tried
	private static final int REOPENINGS = 3;

	private final LockFileOpener opener;

	private final boolean keepsOpen;

	private final Waiter waiter;

	private final Semaphore turn = new Semaphore(1, true);

	// Guarded by the turn: open and unlocked, so that the next need not open it
	private @Nullable LockFile idle;

	// Guarded by this
	private @Nullable Tenure tenure;

	PathLock(LockFileOpener opener, boolean keepsOpen) {
		this.opener = opener;
		this.keepsOpen = keepsOpen;
		this.waiter = new Waiter(opener);
	}

	Path path() {
		return this.opener.path();
	}

	/**
	 * Returns a hold, or {@code null} once the deadline has passed.
	 */
	@Nullable Hold acquire(Claim claim, Deadline deadline) throws IOException, InterruptedException {
		Hold again = reenter();
		if (again != null) {
			return again;
		}
		if (!this.turn.tryAcquire(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS)) {
			return null;
		}
		LockFile file = null;
		Hold hold = null;
		try {
			file = lock(deadline);
			hold = (file != null) ? enter(file, claim) : null;
			return hold;
		}
		finally {
			if (hold == null) {
				giveBack(file);
			}
		}
	}

	private @Nullable LockFile lock(Deadline deadline) throws IOException, InterruptedException {
		LockFile free = tryLock(deadline);
		if (free != null) {
			return free;
		}
		if (deadline.hasPassed()) {
			return this.opener.tryLockPastGate();
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Waiting for {}, held by {}", path(), HolderFinder.find(path()));
		}
		return this.waiter.await(deadline);
	}

	private @Nullable LockFile tryLock(Deadline deadline) throws IOException {
		boolean locked = true;
		for (int i = 0; locked && (i < REOPENINGS || !deadline.hasPassed()); i++) {
			LockFile file = takeIdle();
			boolean current = false;
			locked = false;
			try {
				locked = file.tryLock();
				current = locked && file.isCurrent();
			}
			finally {
				if (!locked) {
					keepOrClose(file);
				}
				else if (!current) {
					file.release();
				}
			}
			if (current) {
				return file;
			}
		}
		return null;
	}

	private LockFile takeIdle() throws IOException {
		LockFile file = this.idle;
		this.idle = null;
		return (file != null) ? file : this.opener.open();
	}

	private void keepOrClose(LockFile file) throws IOException {
		file.unlock();
		if (this.keepsOpen && this.idle == null) {
			this.idle = file;
		}
		else {
			file.close();
		}
	}

	private synchronized @Nullable Hold reenter() {
		Tenure now = this.tenure;
		return (now != null && now.isOfCurrentThread()) ? new Hold(this, now) : null;
	}

	private Hold enter(LockFile file, Claim claim) throws IOException {
		HoldRecord left = file.begin(claim);
		if (left != null) {
			logger.warn("The last holder of {} died in it: unit {} (pid {}), {} since {}. What it left half done may "
					+ "need repair", path(), left.unit(), left.pid(), left.operation(), left.since());
		}
		synchronized (this) {
			this.tenure = new Tenure(file, claim, left);
			return new Hold(this, this.tenure);
		}
	}

	synchronized boolean isHeldByCurrentThread() {
		return this.tenure != null && this.tenure.isOfCurrentThread();
	}

	/**
	 * Called by any thread.
	 */
	synchronized void detach(Hold hold) {
		hold.markDetached();
	}

	/**
	 * Called by any thread.
	 */
	void leave(Hold hold) {
		Tenure ended = leaveOne(hold);
		if (ended != null) {
			giveBack(ended.file());
			ended.claim().released();
		}
	}

	private synchronized @Nullable Tenure leaveOne(Hold hold) {
		Tenure now = this.tenure;
		if (now == null || !hold.markReleased()) {
			return null;
		}
		this.tenure = null;
		return now;
	}

	// Never throws: the body has run, and closing the descriptor frees the lock in any
	// case
	private void giveBack(@Nullable LockFile file) {
		try {
			if (file != null) {
				clearAndUnlock(file);
			}
		}
		catch (IOException ex) {
			logger.warn("Trouble while unlocking {}, which is free all the same. Look at its file system", path(), ex);
		}
		finally {
			this.turn.release();
		}
	}

	private void clearAndUnlock(LockFile file) throws IOException {
		boolean current = false;
		try {
			current = file.isCurrent();
			file.end();
		}
		finally {
			if (current) {
				keepOrClose(file);
			}
			else {
				file.release();
			}
		}
		if (!current) {
			logger.warn("The lock file {} was removed or replaced while it was held: another program may have run "
					+ "at the same time. Find the program that removes lock files, and stop it", path());
		}
	}

	/**
	 * Warns once if the lock has been held for too long.
	 */
	void watch(long now) {
		String late;
		Throwable where;
		synchronized (this) {
			Tenure held = this.tenure;
			if (held == null || !held.isLate(now)) {
				return;
			}
			late = held.describe(now);
			where = held.whereItsThreadIs();
		}
		logger.warn(
				"{} has been held for {}; others may be waiting. If it is stuck, end this process, which frees the lock",
				path(), late, where);
	}

}

package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.singletonsnap.lock.Tenure.Claim;
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
 * <p>
 * Memory or stack can end at any step. So what is needed later is allocated before the
 * turn is taken; a tenure knows its file before it is locked; and one whose end fails is
 * ended by whoever comes next.
 */
final class FileLock {

	private static final Logger logger = LoggerFactory.getLogger(FileLock.class);

	// Of a file whose path leads elsewhere, whatever the deadline
	private static final int REOPENINGS = 3;

	private final LockFile.Opener opener;

	private final boolean keepsOpen;

	private final LongSupplier nanoTime;

	private final Waiter waiter;

	private final Consumer<Tenure> whenEnded = this::release;

	private final Semaphore turn = new Semaphore(1, true);

	// Guarded by the turn: open and unlocked, so that the next need not open it
	private @Nullable LockFile idle;

	// Written by whoever has the turn
	private volatile @Nullable Tenure tenure;

	private volatile boolean used;

	// Written by whoever has the turn
	private volatile boolean retired;

	FileLock(LockFile.Opener opener, boolean keepsOpen, LongSupplier nanoTime) {
		this.opener = opener;
		this.keepsOpen = keepsOpen;
		this.nanoTime = nanoTime;
		this.waiter = new Waiter(opener);
	}

	Path path() {
		return this.opener.path();
	}

	/**
	 * Returns a hold, or {@code null} once the deadline has passed or this has retired.
	 */
	@Nullable Hold acquire(Claim claim, Deadline deadline) throws IOException, InterruptedException {
		Tenure now = this.tenure;
		Hold again = (now != null) ? now.reenter() : null;
		if (again != null) {
			return again;
		}
		Tenure next = new Tenure(claim, this.whenEnded);
		Hold hold = new Hold(next);
		if (!awaitTurn(deadline)) {
			return null;
		}
		this.tenure = next;
		boolean settled = false;
		try {
			boolean held = lockOrEnd(next, deadline);
			settled = true;
			return held ? hold : null;
		}
		finally {
			next.orphaned = !settled;
		}
	}

	private boolean lockOrEnd(Tenure next, Deadline deadline) throws IOException, InterruptedException {
		boolean held = false;
		try {
			held = !this.retired && lock(next, deadline);
			return held;
		}
		finally {
			if (!held) {
				release(next);
			}
		}
	}

	private boolean awaitTurn(Deadline deadline) throws InterruptedException {
		this.used = true;
		if (this.turn.tryAcquire(0, TimeUnit.NANOSECONDS)) {
			return true;
		}
		releaseWhatHasEnded();
		return this.turn.tryAcquire(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS);
	}

	private boolean lock(Tenure next, Deadline deadline) throws IOException, InterruptedException {
		for (int i = 0; i < REOPENINGS || !deadline.hasPassed(); i++) {
			if (!tryLock(next) && !awaitLock(next, deadline)) {
				return false;
			}
			if (begin(next)) {
				return true;
			}
		}
		return false;
	}

	private boolean tryLock(Tenure next) throws IOException {
		LockFile file = this.idle;
		next.file = file;
		this.idle = null;
		if (file == null) {
			file = this.opener.open(next.claim().permissions());
			next.file = file;
		}
		return file.tryLock(next.claim().permissions());
	}

	private boolean awaitLock(Tenure next, Deadline deadline) throws IOException, InterruptedException {
		letGo(next, true);
		if (!deadline.hasPassed() && logger.isDebugEnabled()) {
			logger.debug("Waiting for {}, held by {}", path(), Inspector.findHolder(path(), Inspector.BRIEFLY));
		}
		next.file = deadline.hasPassed() ? this.opener.tryLockPastGate(next.claim().permissions())
				: this.waiter.await(next.claim().permissions(), deadline);
		return next.file != null;
	}

	private boolean begin(Tenure next) throws IOException {
		LockFile file = Objects.requireNonNull(next.file);
		if (!file.isCurrent()) {
			letGo(next, false);
			return false;
		}
		HoldRecord abandoned = file.begin(next.claim());
		next.recorded = true;
		next.begin(abandoned, this.nanoTime.getAsLong());
		if (abandoned != null) {
			Warnings.say(() -> warn(abandoned));
		}
		return true;
	}

	private void warn(HoldRecord abandoned) {
		logger.warn("The last holder of {} {}: unit {} (pid {}), {} since {}. What it left half done may need repair",
				path(), abandoned.isNotice() ? "left it half done" : "died in it", abandoned.unit(), abandoned.pid(),
				abandoned.operation(), abandoned.since());
	}

	boolean isHeld() {
		return this.tenure != null;
	}

	@Nullable String holdingThread() {
		Tenure now = this.tenure;
		return (now != null) ? now.thread() : null;
	}

	boolean isHeldByCurrentThread() {
		Tenure now = this.tenure;
		return now != null && now.isOfCurrentThread();
	}

	/**
	 * Gives back a lock whose holder could not.
	 */
	private void releaseWhatHasEnded() {
		Tenure now = this.tenure;
		if (now != null && now.orphaned) {
			release(now);
		}
	}

	private void release(Tenure ended) {
		if (!ended.startRelease()) {
			return;
		}
		boolean current = true;
		boolean released = false;
		try {
			current = giveBack(ended);
			// First of no permit: where stack is too short for that, the turn is not lost
			for (int permits = 0; permits <= 1; permits++) {
				if (permits == 1) {
					this.tenure = null;
					released = true;
				}
				this.turn.release(permits);
			}
		}
		finally {
			if (!released) {
				ended.releasing = false;
			}
		}
		if (!current) {
			Warnings.say(() -> logger.warn(
					"The lock file {} was removed or replaced while it was held: another program "
							+ "may have run at the same time. Find the program that removes lock files, and stop it",
					path()));
		}
		if (ended.hasBegun()) {
			ended.claim().released();
		}
	}

	/**
	 * Returns whether the file was the one to which the path leads, if there was one.
	 * Trouble is no exception: the body has run, and closing the descriptor frees the
	 * lock in any case.
	 */
	private boolean giveBack(Tenure ended) {
		LockFile file = ended.file;
		boolean current = true;
		boolean keep = false;
		try {
			if (file != null && ended.recorded) {
				file.end(ended.ending());
				// Another's may stand there when this is called again
				ended.recorded = false;
				current = isStillCurrent(file);
				keep = current;
			}
			letGo(ended, keep);
		}
		catch (IOException ex) {
			Warnings.say(() -> logger
				.warn("Trouble while unlocking {}, which is free all the same. Look at its file system", path(), ex));
		}
		return current;
	}

	// If that cannot be told, nothing is said: the next acquisition looks again
	private boolean isStillCurrent(LockFile file) {
		try {
			return file.isStillCurrent();
		}
		catch (IOException ex) {
			Warnings.say(() -> logger.warn("Cannot tell whether {} is still the file that was locked", path(), ex));
			return true;
		}
	}

	// A child process between fork and exec shares the descriptor, and with it a lock
	// that was not unlocked before it is closed
	private void letGo(Tenure tenure, boolean keep) throws IOException {
		LockFile file = tenure.file;
		if (file == null) {
			return;
		}
		boolean kept = false;
		try {
			file.unlock();
			kept = keep && this.keepsOpen && !this.retired && this.idle == null;
			if (kept) {
				this.idle = file;
			}
		}
		finally {
			if (!kept) {
				file.close();
			}
			tenure.file = null;
		}
	}

	/**
	 * Warns once if the lock has been held for too long, and gives it back if its holder
	 * could not.
	 */
	void watch() {
		releaseWhatHasEnded();
		Tenure now = this.tenure;
		Tenure.Late late = (now != null) ? now.late(this.nanoTime.getAsLong()) : null;
		if (late != null) {
			logger.warn(
					"{} has been held for {}; others may be waiting. If it is stuck, end this process, which frees the lock. "
							+ "A change that it began in snapd goes on all the same, and is waited for",
					path(), late.what(), late.where());
		}
	}

	/**
	 * Ends the use of this object, unless somebody uses it or did since this was last
	 * called. Whoever comes later needs another one.
	 */
	boolean retire() {
		if (this.used || this.waiter.isRunning() || !this.turn.tryAcquire()) {
			this.used = false;
			return false;
		}
		try {
			this.retired = true;
			if (this.idle != null) {
				this.idle.close();
				this.idle = null;
			}
		}
		catch (IOException ex) {
			logger.debug("Cannot close {}", path(), ex);
		}
		finally {
			this.turn.release();
		}
		return true;
	}

	boolean isRetired() {
		return this.retired;
	}

}

package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.Path;
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
 */
final class FileLock {

	private static final Logger logger = LoggerFactory.getLogger(FileLock.class);

	// Of a file whose path leads elsewhere, before anything else is tried
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
	 * Returns a hold, or {@code null} once the deadline has passed.
	 */
	@Nullable Hold acquire(Claim claim, Deadline deadline) throws IOException, InterruptedException {
		Tenure now = this.tenure;
		Hold again = (now != null) ? now.reenter() : null;
		if (again != null) {
			return again;
		}
		if (!this.turn.tryAcquire(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS)) {
			return null;
		}
		LockFile file = null;
		Hold hold = null;
		try {
			file = lock(claim, deadline);
			hold = (file != null) ? begin(file, claim) : null;
			return hold;
		}
		finally {
			if (hold == null) {
				release(file);
			}
		}
	}

	private @Nullable LockFile lock(Claim claim, Deadline deadline) throws IOException, InterruptedException {
		LockFile free = tryLock(claim, deadline);
		if (free != null) {
			return free;
		}
		if (deadline.hasPassed()) {
			return this.opener.tryLockPastGate(claim.permissions());
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Waiting for {}, held by {}", path(), Inspector.findHolder(path()));
		}
		return this.waiter.await(claim.permissions(), deadline);
	}

	private @Nullable LockFile tryLock(Claim claim, Deadline deadline) throws IOException {
		boolean locked = true;
		for (int i = 0; locked && (i < REOPENINGS || !deadline.hasPassed()); i++) {
			LockFile file = takeIdle(claim);
			boolean current = false;
			locked = false;
			try {
				locked = file.tryLock(claim.permissions());
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

	private LockFile takeIdle(Claim claim) throws IOException {
		LockFile file = this.idle;
		this.idle = null;
		return (file != null) ? file : this.opener.open(claim.permissions());
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

	private Hold begin(LockFile file, Claim claim) throws IOException {
		HoldRecord abandoned = file.begin(claim);
		if (abandoned != null) {
			logger.warn(
					"The last holder of {} died in it: unit {} (pid {}), {} since {}. What it abandoned may "
							+ "need repair",
					path(), abandoned.unit(), abandoned.pid(), abandoned.operation(), abandoned.since());
		}
		Tenure next = new Tenure(claim, file, abandoned, this.nanoTime.getAsLong(), this.whenEnded);
		Hold hold = next.begin();
		this.tenure = next;
		return hold;
	}

	boolean isHeld() {
		return this.tenure != null;
	}

	boolean isHeldByCurrentThread() {
		Tenure now = this.tenure;
		return now != null && now.isOfCurrentThread();
	}

	private void release(Tenure ended) {
		this.tenure = null;
		release(ended.file());
		ended.claim().released();
	}

	// Never throws: the body has run, and closing the descriptor frees the lock in any
	// case
	private void release(@Nullable LockFile file) {
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
	void watch() {
		Tenure held = this.tenure;
		Tenure.Late late = (held != null) ? held.late(this.nanoTime.getAsLong()) : null;
		if (late != null) {
			logger.warn(
					"{} has been held for {}; others may be waiting. If it is stuck, end this process, which frees the lock",
					path(), late.what(), late.where());
		}
	}

}

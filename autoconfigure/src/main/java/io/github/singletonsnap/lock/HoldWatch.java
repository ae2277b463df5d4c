package io.github.singletonsnap.lock;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at all locks now and then: warns of those held for too long, and lets go of those
 * that nobody has used lately, with their memory and descriptors. One daemon thread for
 * all, as a timer for each lock would cost more than the lock. It ends when there are
 * none, and with it what keeps the class loader of an application that was stopped.
 */
final class HoldWatch {

	private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final ConcurrentMap<Path, FileLock> locks;

	private volatile long interval = LONGEST_NANOS;

	// Written under this
	private volatile @Nullable Thread thread;

	HoldWatch(ConcurrentMap<Path, FileLock> locks) {
		this.locks = locks;
	}

	/**
	 * Makes sure that holds which last longer than this are noticed, at most a quarter
	 * later. To be called when the lock is among the locks.
	 */
	void watchFor(long holdWarningNanos) {
		long wanted = Math.max(SHORTEST_NANOS, holdWarningNanos / 4);
		if (this.thread == null || wanted < this.interval) {
			start(wanted);
		}
	}

	private synchronized void start(long wanted) {
		this.interval = Math.min(wanted, this.interval);
		if (this.thread != null) {
			// It may be about to sleep for a longer time that it was told before
			LockSupport.unpark(this.thread);
			return;
		}
		Thread watch = new Thread(null, this::run, "singleton-snap-watch", 0, false);
		watch.setDaemon(true);
		watch.setContextClassLoader(null);
		try {
			watch.start();
			this.thread = watch;
		}
		catch (OutOfMemoryError ex) {
			// No thread to be had: the next acquisition tries again
		}
	}

	private void run() {
		do {
			LockSupport.parkNanos(this.interval);
			// Nobody has this thread to interrupt it; with the flag set it could not park
			Thread.interrupted();
			try {
				look();
			}
			catch (RuntimeException | Error ex) {
				// A logger's, or memory has ended: the next look may do better
			}
		}
		while (!ends());
	}

	private void look() {
		this.locks.forEach((path, lock) -> {
			lock.watch();
			if (lock.retire()) {
				this.locks.remove(path, lock);
			}
		});
	}

	// A lock that came after the last look was not watched if its acquirer still saw a
	// thread; so the thread is gone first, and only then are there no locks
	private synchronized boolean ends() {
		Thread self = this.thread;
		this.thread = null;
		if (this.locks.isEmpty()) {
			this.interval = LONGEST_NANOS;
			return true;
		}
		this.thread = self;
		return false;
	}

}

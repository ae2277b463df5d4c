package io.github.singletonsnap.lock;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at all locks now and then, and warns of those held for too long. One daemon
 * thread for all: a timer for each lock would cost more than the lock.
 */
final class HoldWatch {

	private static final long NEVER = Long.MAX_VALUE;

	private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final Collection<FileLock> locks;

	private volatile long interval = NEVER;

	// Guarded by this
	private @Nullable Thread thread;

	HoldWatch(Collection<FileLock> locks) {
		this.locks = locks;
	}

	/**
	 * Makes sure that holds which last longer than this are noticed, at most a quarter
	 * later.
	 */
	void watchFor(long holdWarningNanos) {
		long wanted = Math.max(SHORTEST_NANOS, holdWarningNanos / 4);
		if (wanted < this.interval) {
			shorten(wanted);
		}
	}

	private synchronized void shorten(long wanted) {
		this.interval = Math.min(wanted, this.interval);
		if (this.thread == null) {
			this.thread = new Thread(null, this::run, "singleton-snap-watch", 0, false);
			this.thread.setDaemon(true);
			this.thread.start();
		}
		else {
			// It may be about to sleep for a longer time that it was told before
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		while (true) {
			LockSupport.parkNanos(this.interval);
			// Nobody has this thread to interrupt it; with the flag set it could not park
			Thread.interrupted();
			this.locks.forEach(FileLock::watch);
		}
	}

}

package io.github.singletonsnap.lock;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Waits in the kernel for one lock file, on behalf of whoever asks: at most one request
 * at a time, each with its own deadline.
 * <p>
 * A thread inside flock(2) cannot be interrupted, and if it is virtual it pins its
 * carrier. So the thread that blocks there is a daemon of ours. A request that gives up
 * leaves it behind; the next request finds it already waiting, and a lock that arrives
 * for nobody goes straight back. One thread per path, however many requests gave up.
 */
final class Waiter {

	// How long a free lock may stay unused because whoever is at the gate is stopped
	private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	// How long the thread stays, so that a busy lock need not start one for each wait
	private static final Duration IDLE = Duration.ofSeconds(5);

	private final LockFileOpener opener;

	// Guarded by this
	private CompletableFuture<LockFile> request = CompletableFuture.failedFuture(new IllegalStateException());

	// Guarded by this
	private boolean running;

	Waiter(LockFileOpener opener) {
		this.opener = opener;
	}

	/**
	 * Returns the locked file, or {@code null} once the deadline has passed.
	 */
	@Nullable LockFile await(Deadline deadline) throws IOException, InterruptedException {
		CompletableFuture<LockFile> mine = ask();
		try {
			while (true) {
				try {
					return mine.get(Math.min(PROBE_NANOS, deadline.remaining()), TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					LockFile file = this.opener.tryLockPastGate();
					if (file != null || deadline.hasPassed()) {
						return withdraw(mine, file);
					}
				}
			}
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause
					: new IOException("the waiting thread failed", ex);
		}
		catch (Throwable ex) {
			LockFile file = withdraw(mine, null);
			if (file != null) {
				file.release();
			}
			throw ex;
		}
	}

	private synchronized CompletableFuture<LockFile> ask() {
		this.request = new CompletableFuture<>();
		if (!this.running) {
			Thread thread = new Thread(null, this::serve, "singleton-snap-waiter-" + this.opener.path().getFileName(),
					0, false);
			thread.setDaemon(true);
			thread.start();
			this.running = true;
		}
		notifyAll();
		return this.request;
	}

	/**
	 * Cancelling and delivering race, and exactly one wins. Returns the file to use.
	 */
	private @Nullable LockFile withdraw(CompletableFuture<LockFile> mine, @Nullable LockFile instead)
			throws IOException {
		if (mine.cancel(false) || mine.isCompletedExceptionally()) {
			return instead;
		}
		LockFile delivered = mine.join();
		if (instead == null) {
			return delivered;
		}
		// Both are locked, so the file was replaced in between, and ours is the newer
		delivered.release();
		return instead;
	}

	private void serve() {
		while (isWanted()) {
			try {
				passGate();
			}
			catch (Throwable ex) {
				current().completeExceptionally(ex);
			}
		}
	}

	private void passGate() throws IOException {
		OpenFile gate = this.opener.openGate();
		try {
			gate.lock();
			try {
				if (!current().isDone()) {
					deliver();
				}
			}
			finally {
				// Only now: it wakes everyone at the gate, and they would run before the
				// request
				gate.unlock();
			}
		}
		finally {
			gate.close();
		}
	}

	private void deliver() throws IOException {
		LockFile file = this.opener.open();
		boolean delivered = false;
		try {
			file.waitForLock();
			delivered = file.isCurrent() && current().complete(file);
		}
		finally {
			if (!delivered) {
				file.release();
			}
		}
	}

	private synchronized CompletableFuture<LockFile> current() {
		return this.request;
	}

	private synchronized boolean isWanted() {
		try {
			Deadline end = Deadline.after(IDLE);
			while (this.request.isDone() && !end.hasPassed()) {
				TimeUnit.NANOSECONDS.timedWait(this, end.remaining());
			}
		}
		catch (InterruptedException ex) {
			// Nobody has this thread to interrupt it; if it happens, it may end
		}
		this.running = !this.request.isDone();
		return this.running;
	}

}

package io.github.singletonsnap.lock;

import java.io.IOException;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(Waiter.class);

	// How long a free lock may stay unused because whoever is at the gate is stopped. A
	// waiter that is awake has it long before the second look
	private static final long FIRST_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	// How long the thread stays, so that a busy lock need not start one for each wait
	private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

	private final LockFile.Opener opener;

	// What is asked for or was answered: nothing, a Request, then the LockFile that it
	// gets or the Throwable for which it gets none. A request is replaced by one
	// compare-and-set, by whoever answers it or by the request itself when it gives up:
	// nothing is allocated in between, so that memory which runs out leaves no lock with
	// nobody
	private final AtomicReference<@Nullable Object> box = new AtomicReference<>();

	// Guarded by this
	private @Nullable Thread thread;

	Waiter(LockFile.Opener opener) {
		this.opener = opener;
	}

	/**
	 * Returns the locked file, or {@code null} once the deadline has passed.
	 */
	@Nullable LockFile await(Set<PosixFilePermission> permissions, Deadline deadline) throws IOException, InterruptedException {
		Request mine = new Request(permissions, Thread.currentThread());
		long look = FIRST_LOOK_NANOS;
		LockFile result = null;
		try {
			ask(mine);
			while (isOpen(mine, Math.min(look, deadline.remaining()))) {
				result = look(permissions);
				if (result != null || (deadline.hasPassed() && this.box.compareAndSet(mine, null))) {
					return result;
				}
				look = Math.min(2 * look, LAST_LOOK_NANOS);
			}
			result = answer();
			return result;
		}
		finally {
			withdraw(result);
		}
	}

	// What cannot be looked at may still come
	private @Nullable LockFile look(Set<PosixFilePermission> permissions) {
		try {
			return this.opener.tryLockPastGate(permissions);
		}
		catch (IOException ex) {
			Warnings.once(logger, "Cannot look past the gate of {} ({}), and go on waiting", this.opener.path(),
					String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private void ask(Request mine) throws IOException {
		this.box.set(mine);
		synchronized (this) {
			if (this.thread != null) {
				LockSupport.unpark(this.thread);
				return;
			}
			Thread server = new Thread(null, this::serve, "singleton-snap-waiter-" + this.opener.path().getFileName(),
					0, false);
			server.setDaemon(true);
			// The loader of an application that is gone could never be freed
			server.setContextClassLoader(null);
			try {
				server.start();
			}
			catch (OutOfMemoryError ex) {
				throw new IOException("no thread can be started to wait for it", ex);
			}
			this.thread = server;
		}
	}

	/**
	 * Whether the request is still unanswered when the time is over.
	 */
	private boolean isOpen(Request mine, long nanos) throws InterruptedException {
		long start = System.nanoTime();
		while (this.box.get() == mine) {
			long left = nanos - (System.nanoTime() - start);
			if (left <= 0) {
				return true;
			}
			LockSupport.parkNanos(this, left);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
		return false;
	}

	private LockFile answer() throws IOException {
		Object answer = this.box.getAndSet(null);
		if (answer instanceof LockFile file) {
			return file;
		}
		throw (answer instanceof IOException cause) ? cause
				: new IOException("the waiting thread failed", (Throwable) answer);
	}

	/**
	 * Answering and giving up race, and exactly one wins. A file that arrived in spite of
	 * it is not the one that the request got meanwhile: it was replaced in between, and
	 * that one is newer.
	 */
	private void withdraw(@Nullable LockFile result) throws IOException {
		Object answer = this.box.getAndSet(null);
		if (answer instanceof LockFile file && file != result) {
			file.release();
		}
	}

	private void serve() {
		while (isWanted()) {
			try {
				passGate();
			}
			catch (Throwable ex) {
				answer(ex);
			}
		}
	}

	private void passGate() throws IOException {
		if (!(this.box.get() instanceof Request request)) {
			return;
		}
		OpenFile gate = this.opener.lockGate(request.permissions());
		try {
			if (this.box.get() instanceof Request current) {
				deliver(current.permissions());
			}
		}
		finally {
			// Only now: it wakes everyone at the gate, and they would run before the
			// request
			this.opener.releaseGate(gate);
		}
	}

	private void deliver(Set<PosixFilePermission> permissions) throws IOException {
		LockFile file = this.opener.open(permissions);
		boolean delivered = false;
		try {
			file.waitForLock();
			// If nobody wants it any more, it goes back at once: until then others that
			// try once do so in vain
			delivered = this.box.get() instanceof Request && file.isStillCurrent() && answer(file);
		}
		finally {
			if (!delivered) {
				file.release();
			}
		}
	}

	/**
	 * Returns whether somebody still waits for the answer.
	 */
	private boolean answer(Object answer) {
		while (this.box.get() instanceof Request request) {
			if (this.box.compareAndSet(request, answer)) {
				LockSupport.unpark(request.thread());
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the thread waits, or did lately.
	 */
	synchronized boolean isRunning() {
		return this.thread != null;
	}

	private boolean isWanted() {
		long start = System.nanoTime();
		while (!(this.box.get() instanceof Request)) {
			// Nobody has this thread to interrupt it; with the flag set it could not park
			Thread.interrupted();
			long left = IDLE_NANOS - (System.nanoTime() - start);
			if (left > 0) {
				LockSupport.parkNanos(this, left);
			}
			else if (ends()) {
				return false;
			}
		}
		return true;
	}

	private synchronized boolean ends() {
		if (this.box.get() instanceof Request) {
			return false;
		}
		this.thread = null;
		return true;
	}

	/**
	 * One that waits.
	 *
	 * @param permissions of files that have to be created for it
	 * @param thread who waits
	 */
	private record Request(Set<PosixFilePermission> permissions, Thread thread) {
	}

}

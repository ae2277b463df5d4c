package io.github.singletonsnap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A thread that waits for a lock.
 */
final class Waiting {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Thread thread;

	private Waiting(Runnable body) {
		this.thread = new Thread(() -> {
			try {
				body.run();
				this.end.complete(null);
			}
			catch (Throwable ex) {
				this.end.completeExceptionally(ex);
			}
		}, "waiting");
		this.thread.setDaemon(true);
	}

	static Waiting on(Runnable body) {
		Waiting waiting = new Waiting(body);
		waiting.thread.start();
		return waiting;
	}

	/**
	 * Waits until the kernel lists a waiter for the file.
	 */
	void untilBlockedIn(Path file) throws IOException {
		while (!this.end.isDone() && blockedIn(file) == 0) {
			Thread.onSpinWait();
		}
	}

	/**
	 * How many waiters for the file the kernel lists.
	 */
	static long blockedIn(Path file) throws IOException {
		String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
		return Files.readAllLines(Path.of("/proc/locks"))
			.stream()
			.filter((line) -> line.contains("->") && line.contains(inode))
			.count();
	}

	void interrupt() {
		this.thread.interrupt();
	}

	void join() throws Exception {
		this.end.get(1, TimeUnit.MINUTES);
	}

}

package io.github.singletonsnap.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;

import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.SnapLockInterruptedException;
import io.github.singletonsnap.SnapLockTimeoutException;

/**
 * A unit whose threads take one lock over and over, give up, and are interrupted, until
 * its input ends: {@code RestlessUnit DIR LOG SEED}. Each section is two lines in the
 * log.
 */
public final class RestlessUnit {

	private static final int THREADS = 3;

	private final SingletonSnapManager manager;

	private final Path log;

	private final Random random;

	private volatile boolean over;

	private RestlessUnit(Path directory, Path log, long seed) {
		this.manager = SingletonSnapManager.builder("unit/" + ProcessHandle.current().pid()).lockDir(directory).build();
		this.log = log;
		this.random = new Random(seed);
	}

	public static void main(String[] args) throws Exception {
		new RestlessUnit(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[2])).run();
	}

	private void run() throws Exception {
		Thread[] threads = new Thread[THREADS];
		for (int i = 0; i < THREADS; i++) {
			// One of its own: what another thread draws must not change what this one
			// does
			Random own = new Random(this.random.nextLong());
			threads[i] = new Thread(() -> loop(own));
			threads[i].setUncaughtExceptionHandler((thread, ex) -> {
				ex.printStackTrace();
				Runtime.getRuntime().halt(1);
			});
			threads[i].start();
		}
		System.out.println("ready");
		while (System.in.read() >= 0) {
			threads[this.random.nextInt(THREADS)].interrupt();
		}
		this.over = true;
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void loop(Random random) {
		while (!this.over) {
			try (SnapLock lock = this.manager.snapOperation("otelcol", timeout(random))) {
				write("enter");
				write("leave");
			}
			catch (SnapLockTimeoutException ex) {
				// As it was to be
			}
			catch (SnapLockInterruptedException ex) {
				Thread.interrupted();
			}
		}
	}

	private static Duration timeout(Random random) {
		return switch (random.nextInt(4)) {
			case 0 -> Duration.ZERO;
			case 1 -> Duration.ofMillis(random.nextInt(1, 10));
			default -> Duration.ofMinutes(2);
		};
	}

	// One write to a file that is open for appending, so that lines do not mix
	private void write(String what) {
		String line = what + " " + ProcessHandle.current().pid() + "\n";
		try {
			Files.writeString(this.log, line, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

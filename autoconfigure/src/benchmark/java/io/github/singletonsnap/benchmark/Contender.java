package io.github.singletonsnap.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.github.singletonsnap.SingletonSnapManager;
import io.github.singletonsnap.SnapLock;

/**
 * A unit that does what {@code contender.c} does, word for word: {@code Contender DIR}.
 */
public final class Contender {

	private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final SingletonSnapManager manager;

	private Contender(Path lockDir) {
		this.manager = SingletonSnapManager.builder("benchmark/" + ProcessHandle.current().pid())
			.lockDir(lockDir)
			.build();
	}

	public static void main(String[] args) throws IOException {
		Contender contender = new Contender(Path.of(args[0]));
		contender.warmUp();
		System.out.println("ready");
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			long[] told = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
			contender.compete(told[0], told[1], told[2], told[3], told[4] != 0);
		}
	}

	private void warmUp() {
		String own = "warm-up-" + ProcessHandle.current().pid();
		long start = System.nanoTime();
		while (System.nanoTime() - start < WARM_UP_NANOS) {
			this.manager.snapOperation(own).close();
		}
	}

	private void compete(long start, long end, long hold, long pause, boolean work) {
		long[] stamps = new long[2 * (int) ((end - start) / hold + 2)];
		int count = 0;
		Sleep.nanos(start - System.nanoTime());
		while (System.nanoTime() < end) {
			try (SnapLock lock = this.manager.snapOperation("otelcol", Duration.ofMinutes(1))) {
				stamps[count++] = System.nanoTime();
				if (work) {
					compute(hold);
				}
				else {
					Sleep.nanos(hold);
				}
				stamps[count++] = System.nanoTime();
			}
			Sleep.nanos(pause);
		}
		print(stamps, count);
	}

	private static void compute(long nanos) {
		long start = System.nanoTime();
		long now;
		do {
			now = System.nanoTime();
		}
		while (now - start < nanos);
	}

	private static void print(long[] stamps, int count) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < count; i += 2) {
			lines.append(stamps[i]).append(' ').append(stamps[i + 1]).append('\n');
		}
		System.out.println(lines.append("done"));
	}

	/**
	 * nanosleep(2) itself: Java's own ways to sleep are up to some tens of µs longer or
	 * shorter, which is as much as a hand-off takes.
	 */
	private static final class Sleep {

		static {
			Native.register(Sleep.class, Platform.C_LIBRARY_NAME);
		}

		private Sleep() {
		}

		static void nanos(long nanos) {
			if (nanos > 0) {
				nanosleep(new long[] { nanos / 1_000_000_000, nanos % 1_000_000_000 }, null);
			}
		}

		// struct timespec is two longs wherever long has 64 bits
		private static native int nanosleep(long[] time, long[] remaining);

	}

}

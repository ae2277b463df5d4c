package io.github.singletonsnap.lock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The moment up to which one call may wait, however many steps it takes.
 */
final class Deadline {

	private final LongSupplier nanoTime;

	private final long end;

	private Deadline(LongSupplier nanoTime, long end) {
		this.nanoTime = nanoTime;
		this.end = end;
	}

	/**
	 * Returns a deadline on a clock that runs like {@link System#nanoTime()}.
	 */
	static Deadline after(Duration timeout, LongSupplier nanoTime) {
		return new Deadline(nanoTime, nanoTime.getAsLong() + nanos(timeout));
	}

	static long nanos(Duration duration) {
		// Of the longest one half: adding that to nanoTime cannot overflow
		return Math.min(TimeUnit.NANOSECONDS.convert(duration), Long.MAX_VALUE / 2);
	}

	/**
	 * Nanoseconds left, zero or negative once the deadline has passed.
	 */
	long remaining() {
		return this.end - this.nanoTime.getAsLong();
	}

	boolean hasPassed() {
		return remaining() <= 0;
	}

}

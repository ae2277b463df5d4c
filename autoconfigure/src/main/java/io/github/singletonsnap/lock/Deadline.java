package io.github.singletonsnap.lock;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment up to which one call may wait, however many steps it takes.
 */
final class Deadline {

	// Far enough to be for ever, near enough that adding it to nanoTime cannot overflow
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

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
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
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

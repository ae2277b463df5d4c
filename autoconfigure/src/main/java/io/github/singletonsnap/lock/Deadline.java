package io.github.singletonsnap.lock;

import java.time.Duration;

/**
 * The moment up to which one call may wait, however many steps it takes.
 */
final class Deadline {

	// Far enough to be for ever, near enough that adding it to nanoTime cannot overflow
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	private final long end;

	private Deadline(long end) {
		this.end = end;
	}

	static Deadline after(Duration timeout) {
		return new Deadline(System.nanoTime() + nanos(timeout));
	}

	static long nanos(Duration duration) {
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
	}

	/**
	 * Nanoseconds left, zero or negative once the deadline has passed.
	 */
	long remaining() {
		return this.end - System.nanoTime();
	}

	boolean hasPassed() {
		return remaining() <= 0;
	}

}

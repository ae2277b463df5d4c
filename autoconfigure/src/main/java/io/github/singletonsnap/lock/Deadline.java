package io.github.singletonsnap.lock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The moment up to which one call may wait, however many steps it takes.
 */
public final class Deadline {

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final long start;

	private final long nanos;

	Deadline(Duration timeout, LongSupplier nanoTime) {
		this.timeout = timeout;
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
		this.nanos = nanos(timeout);
	}

	/**
	 * Begins to wait.
	 * @param timeout how long; zero has passed at once
	 * @return the deadline
	 */
	public static Deadline after(Duration timeout) {
		return new Deadline(timeout, FileLocks.NANO_TIME);
	}

	static long nanos(Duration duration) {
		// Of the longest one half: with what was waited it cannot overflow
		return Math.min(TimeUnit.NANOSECONDS.convert(duration), Long.MAX_VALUE / 2);
	}

	/**
	 * How long to wait in all.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * How long to wait from now on.
	 * @return what is left, zero once the deadline has passed
	 */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, remaining()));
	}

	/**
	 * How long the call has waited.
	 * @return the time since it began; zero if it tried once
	 */
	public Duration waited() {
		return this.timeout.isZero() ? Duration.ZERO : Duration.ofNanos(this.nanoTime.getAsLong() - this.start);
	}

	/**
	 * Nanoseconds left, zero or negative once the deadline has passed.
	 */
	long remaining() {
		return this.nanos - (this.nanoTime.getAsLong() - this.start);
	}

	boolean hasPassed() {
		return remaining() <= 0;
	}

}

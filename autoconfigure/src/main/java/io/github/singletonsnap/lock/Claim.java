package io.github.singletonsnap.lock;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for a lock, and what for.
 */
final class Claim {

	private final byte[] recordPrefix;

	private final String operation;

	private final long holdWarningNanos;

	private final @Nullable Runnable whenReleased;

	Claim(byte[] recordPrefix, String operation, long holdWarningNanos) {
		this(recordPrefix, operation, holdWarningNanos, null);
	}

	Claim(byte[] recordPrefix, String operation, long holdWarningNanos, @Nullable Runnable whenReleased) {
		this.recordPrefix = recordPrefix;
		this.operation = operation;
		this.holdWarningNanos = holdWarningNanos;
		this.whenReleased = whenReleased;
	}

	String operation() {
		return this.operation;
	}

	long holdWarningNanos() {
		return this.holdWarningNanos;
	}

	/**
	 * Called once the lock is free again.
	 */
	void released() {
		if (this.whenReleased != null) {
			this.whenReleased.run();
		}
	}

	/**
	 * Writes the record of a hold that begins now, and returns its length.
	 */
	int record(byte[] line) {
		return HoldRecord.encode(this.recordPrefix, this.operation, line);
	}

}

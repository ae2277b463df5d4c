package io.github.singletonsnap.lock;

/**
 * Who asks for a lock, and what for.
 */
final class Claim {

	private final byte[] recordPrefix;

	private final String operation;

	private final long holdWarningNanos;

	Claim(byte[] recordPrefix, String operation, long holdWarningNanos) {
		this.recordPrefix = recordPrefix;
		this.operation = operation;
		this.holdWarningNanos = holdWarningNanos;
	}

	String operation() {
		return this.operation;
	}

	long holdWarningNanos() {
		return this.holdWarningNanos;
	}

	/**
	 * Writes the record of a hold that begins now, and returns its length.
	 */
	int record(byte[] line) {
		return HoldRecord.encode(this.recordPrefix, this.operation, line);
	}

}

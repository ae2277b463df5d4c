package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The lock was not free in time.
 */
public class SnapLockTimeoutException extends SnapLockException {

	private static final long serialVersionUID = 1L;

	private final Duration waited;

	SnapLockTimeoutException(String message, Path path, Duration waited) {
		super(message, path, null);
		this.waited = waited;
	}

	/**
	 * How long the call waited before it gave up.
	 * @return the time, zero if it was to try once
	 */
	public Duration getWaited() {
		return this.waited;
	}

}

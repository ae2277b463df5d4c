package io.github.singletonsnap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;
import org.jspecify.annotations.Nullable;

/**
 * The lock was not free in time.
 */
public class SnapLockTimeoutException extends SnapLockException {

	private static final long serialVersionUID = 1L;

	private final Duration waited;

	private final transient @Nullable LockProcess holder;

	SnapLockTimeoutException(String message, Path path, Duration waited, @Nullable LockProcess holder) {
		super(message, path, null);
		this.waited = waited;
		this.holder = holder;
	}

	/**
	 * Who held the lock when the call gave up, of any program.
	 * @return the holder, empty if the kernel does not tell
	 */
	public Optional<LockProcess> getHolder() {
		return Optional.ofNullable(this.holder);
	}

	/**
	 * How long the call waited before it gave up.
	 * @return the time, zero if it was to try once
	 */
	public Duration getWaited() {
		return this.waited;
	}

}

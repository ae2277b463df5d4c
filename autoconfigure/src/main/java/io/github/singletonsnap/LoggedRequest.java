package io.github.singletonsnap;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.singletonsnap.lock.HoldRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request for a lock, as the log tells it at level DEBUG.
 */
final class LoggedRequest implements SnapLockObservation {

	private static final Logger logger = LoggerFactory.getLogger(SingletonSnapManager.class);

	private final SnapLockRequest request;

	private final long asked = System.nanoTime();

	private volatile long acquired;

	LoggedRequest(SnapLockRequest request) {
		this.request = request;
	}

	static boolean isEnabled() {
		return logger.isDebugEnabled();
	}

	@Override
	public void acquired(Optional<HoldRecord> abandoned) {
		this.acquired = System.nanoTime();
		logger.debug("Acquired {} for {}, waited {} ms", this.request.lockFile(), this.request.operation(),
				millis(this.acquired - this.asked));
	}

	@Override
	public void failed(Throwable reason) {
		logger.debug("Did not acquire {} for {}, waited {} ms: {}", this.request.lockFile(), this.request.operation(),
				millis(System.nanoTime() - this.asked), reason.getMessage());
	}

	@Override
	public void released() {
		logger.debug("Released {} from {}, held {} ms", this.request.lockFile(), this.request.operation(),
				millis(System.nanoTime() - this.acquired));
	}

	private static double millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
	}

}

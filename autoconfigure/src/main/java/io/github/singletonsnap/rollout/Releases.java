package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives permits back, and does not forget one. A permit that another unit of this machine
 * has been given meanwhile has another fence: for that one it is too late, and no harm.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Releases {

	private static final Logger logger = LoggerFactory.getLogger(Releases.class);

	private final PermitStore store;

	private final PendingReleases pending;

	private final Executor threads;

	private volatile boolean closed;

	Releases(PermitStore store, PendingReleases pending, Executor threads) {
		this.store = store;
		this.pending = pending;
		this.threads = threads;
	}

	/**
	 * What processes before this one could not give back.
	 */
	void resume(String machine) {
		this.pending.read(machine).forEach((permit) -> attempt(permit, pace()));
	}

	/**
	 * Gives a permit back, now or later.
	 * @return completed when it was tried once
	 */
	CompletableFuture<?> release(Permit permit) {
		this.pending.add(permit);
		return attempt(permit, pace());
	}

	private static Pace pace() {
		return new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1));
	}

	private CompletableFuture<?> attempt(Permit permit, Pace pace) {
		return CompletableFuture.runAsync(() -> {
			if (!this.closed && !isWritten(permit)) {
				Executor later = CompletableFuture.delayedExecutor(pace.next().toMillis(), TimeUnit.MILLISECONDS,
						this.threads);
				later.execute(() -> attempt(permit, pace));
			}
		}, this.threads);
	}

	private boolean isWritten(Permit permit) {
		try {
			if (!this.store.release(permit)) {
				logger.debug("{} is no longer this machine's, or was given anew", permit);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Cannot give back permit {} of rollout \"{}\" yet, and will try again: {}", permit.slot(),
					permit.group(), ex.toString());
			return false;
		}
		this.pending.remove(permit);
		return true;
	}

	/**
	 * What is not given back yet is left to the next start.
	 */
	void close() {
		this.closed = true;
	}

}

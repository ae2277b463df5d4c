package io.github.singletonsnap.lock;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * One hold of a lock. The lock is free once every hold of it is released, in any order.
 */
public final class Hold {

	private final PathLock lock;

	private final @Nullable HoldRecord left;

	private final AtomicBoolean released = new AtomicBoolean();

	Hold(PathLock lock, @Nullable HoldRecord left) {
		this.lock = lock;
		this.left = left;
	}

	/**
	 * The holder before this one, if it died before it released the lock.
	 * @return what it was doing
	 */
	public Optional<HoldRecord> abandonedBy() {
		return Optional.ofNullable(this.left);
	}

	/**
	 * Gives this hold back. Idempotent, and allowed from any thread.
	 */
	public void release() {
		if (this.released.compareAndSet(false, true)) {
			this.lock.leave();
		}
	}

}

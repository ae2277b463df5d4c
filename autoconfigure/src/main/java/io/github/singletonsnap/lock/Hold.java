package io.github.singletonsnap.lock;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One hold of a lock. The lock is free once every hold of it is released, in any order.
 */
public final class Hold {

	private final PathLock lock;

	private final AtomicBoolean released = new AtomicBoolean();

	Hold(PathLock lock) {
		this.lock = lock;
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

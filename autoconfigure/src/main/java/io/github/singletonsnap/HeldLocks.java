package io.github.singletonsnap;

import java.util.List;
import java.util.Optional;

import io.github.singletonsnap.state.LockProcess;

/**
 * Several locks that were acquired together, in that order.
 *
 * @param locks each lock, in the order in which it was acquired
 */
record HeldLocks(List<HeldLock> locks) implements SnapLock {

	@Override
	public Optional<LockProcess> abandonedBy() {
		return this.locks.stream().flatMap((lock) -> lock.abandonedBy().stream()).findFirst();
	}

	@Override
	public void detach() {
		this.locks.forEach(HeldLock::detach);
	}

	@Override
	public void close() {
		close(this.locks);
	}

	/**
	 * The last first, as nested blocks would.
	 */
	static void close(List<HeldLock> locks) {
		for (int i = locks.size() - 1; i >= 0; i--) {
			locks.get(i).close();
		}
	}

}

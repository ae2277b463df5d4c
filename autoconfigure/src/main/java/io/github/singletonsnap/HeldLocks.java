package io.github.singletonsnap;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
		end(HeldLock::close);
	}

	@Override
	public void closeAfterFailure() {
		end(HeldLock::closeAfterFailure);
	}

	@Override
	public void abandon() {
		end(HeldLock::abandon);
	}

	// The last first, as nested blocks would
	private void end(Consumer<HeldLock> ending) {
		for (int i = this.locks.size() - 1; i >= 0; i--) {
			ending.accept(this.locks.get(i));
		}
	}

}

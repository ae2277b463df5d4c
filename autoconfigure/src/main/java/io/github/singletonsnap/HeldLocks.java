package io.github.singletonsnap;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.singletonsnap.lock.Hold;
import io.github.singletonsnap.state.LockProcess;

/**
 * One lock that is held, or several that were acquired together.
 */
class HeldLocks implements SnapLock {

	// In the order in which they were acquired
	private final List<Hold> holds;

	HeldLocks(List<Hold> holds) {
		this.holds = holds;
	}

	@Override
	public Optional<LockProcess> abandonedBy() {
		return this.holds.stream().flatMap((hold) -> Stream.ofNullable(hold.abandonedBy())).findFirst();
	}

	@Override
	public void detach() {
		this.holds.forEach(Hold::detach);
	}

	@Override
	public void close() {
		end(Hold::release);
	}

	@Override
	public void closeAfterFailure() {
		end(Hold::releaseAfterFailure);
	}

	@Override
	public void abandon() {
		end(Hold::abandon);
	}

	private void end(Consumer<Hold> ending) {
		end(this.holds.size() - 1, ending);
	}

	// The last first, as nested blocks would; and all of them, whatever one throws
	private void end(int last, Consumer<Hold> ending) {
		if (last < 0) {
			return;
		}
		try {
			ending.accept(this.holds.get(last));
		}
		finally {
			end(last - 1, ending);
		}
	}

}

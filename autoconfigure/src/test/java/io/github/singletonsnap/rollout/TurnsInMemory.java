package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A machine whose units are threads of this JVM.
 */
final class TurnsInMemory implements MachineGate {

	private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

	@Override
	public Turn enter(String group, Duration timeout) {
		Semaphore turn = turn(group);
		try {
			if (!turn.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new RolloutPermitTimeoutException("another unit's turn", List.of(), null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RolloutPermitInterruptedException("interrupted", ex);
		}
		return new Turn() {

			@Override
			public void detach() {
			}

			@Override
			public void close() {
				turn.release();
			}

		};
	}

	boolean isFree(String group) {
		return turn(group).availablePermits() == 1;
	}

	private Semaphore turn(String group) {
		return this.turns.computeIfAbsent(group, (absent) -> new Semaphore(1));
	}

}

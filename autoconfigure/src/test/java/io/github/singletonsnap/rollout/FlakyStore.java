package io.github.singletonsnap.rollout;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.singletonsnap.state.RolloutState;

/**
 * A store whose answers can be lost, before or after it has done what it was asked.
 */
final class FlakyStore implements PermitStore {

	private final PermitStore store;

	final AtomicInteger deafFor = new AtomicInteger();

	final AtomicInteger losesAnswers = new AtomicInteger();

	final AtomicInteger refusesReleases = new AtomicInteger();

	final AtomicInteger asked = new AtomicInteger();

	volatile CountDownLatch answersAfter = new CountDownLatch(0);

	FlakyStore(PermitStore store) {
		this.store = store;
	}

	private static boolean next(AtomicInteger times) {
		return times.getAndUpdate((left) -> Math.max(0, left - 1)) > 0;
	}

	@Override
	public Optional<Permit> tryAcquire(String group, String machine, String unit) {
		this.asked.incrementAndGet();
		if (next(this.deafFor)) {
			throw new IllegalStateException("connection refused");
		}
		Optional<Permit> permit = this.store.tryAcquire(group, machine, unit);
		try {
			this.answersAfter.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		if (permit.isPresent() && next(this.losesAnswers)) {
			throw new LostAnswerException(permit.get(), new IllegalStateException("connection reset"));
		}
		return permit;
	}

	@Override
	public boolean release(Permit permit) {
		if (next(this.refusesReleases)) {
			throw new IllegalStateException("connection refused");
		}
		return this.store.release(permit);
	}

	@Override
	public List<RolloutState> read() {
		return this.store.read();
	}

	@Override
	public boolean forget(String group, String machine) {
		return this.store.forget(group, machine);
	}

}

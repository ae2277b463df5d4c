package io.github.singletonsnap.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.github.singletonsnap.rollout.MachinePermits.Asker;
import io.github.singletonsnap.state.RolloutState;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Machines, each a virtual thread, that begin at the same moment, wait for a permit, hold
 * it for a time, and are done.
 */
final class SimulatedRollout implements PermitStore {

	private final int machines;

	private final int permits;

	private final int holdMillis;

	// When each was done, in this order
	private final long[] done;

	private final AtomicInteger atWork = new AtomicInteger();

	private final AtomicInteger mostAtWork = new AtomicInteger();

	private final LongAdder nanosAsked = new LongAdder();

	private final Map<Long, LongAdder> questions = new ConcurrentHashMap<>();

	private final PermitStore store;

	private long start;

	/**
	 * Creates it.
	 * @param store is asked, and has as many permits of each new group
	 */
	SimulatedRollout(int machines, int permits, int holdMillis, PermitStore store) {
		this.machines = machines;
		this.permits = permits;
		this.holdMillis = holdMillis;
		this.done = new long[machines];
		this.store = store;
	}

	void run() throws InterruptedException {
		String group = "fleet-" + System.nanoTime();
		AtomicInteger next = new AtomicInteger();
		CountDownLatch end = new CountDownLatch(this.machines);
		VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor("machine-");
		this.start = System.nanoTime();
		for (int i = 0; i < this.machines; i++) {
			MachinePermits machine = new MachinePermits(new Asker("machine-" + i, "otelcol_0"), this,
					new TurnsInMemory(), (any) -> new RolloutSettings(Duration.ZERO, false), null, Runnable::run,
					MachinePermits::pace);
			threads.execute(() -> {
				upgrade(machine.acquire(group, Duration.ofHours(1)));
				this.done[next.getAndIncrement()] = System.nanoTime() - this.start;
				end.countDown();
			});
		}
		end.await();
		if (this.mostAtWork.get() > this.permits) {
			throw new IllegalStateException(this.mostAtWork + " at once, not " + this.permits);
		}
	}

	private void upgrade(HeldPermit permit) {
		this.mostAtWork.accumulateAndGet(this.atWork.incrementAndGet(), Math::max);
		try {
			Thread.sleep(this.holdMillis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		this.atWork.decrementAndGet();
		permit.close();
	}

	@Override
	public Optional<Permit> tryAcquire(String group, String machine, String unit) {
		long asked = System.nanoTime();
		Optional<Permit> permit = this.store.tryAcquire(group, machine, unit);
		count(asked);
		return permit;
	}

	@Override
	public boolean release(Permit permit) {
		long asked = System.nanoTime();
		boolean released = this.store.release(permit);
		count(asked);
		return released;
	}

	private void count(long asked) {
		long now = System.nanoTime();
		this.nanosAsked.add(now - asked);
		this.questions.computeIfAbsent(TimeUnit.NANOSECONDS.toSeconds(now - this.start), (absent) -> new LongAdder())
			.increment();
	}

	@Override
	public List<RolloutState> read() {
		return this.store.read();
	}

	@Override
	public boolean forget(String group, String machine) {
		return this.store.forget(group, machine);
	}

	String name() {
		return String.format(Locale.ROOT, "N = %d, %,d machines", this.permits, this.machines);
	}

	double idealSeconds() {
		return this.machines * (this.holdMillis / 1e3) / this.permits;
	}

	/**
	 * When as many percent of the machines were done.
	 */
	double secondsUntil(int percent) {
		return this.done[this.machines * percent / 100 - 1] / 1e9;
	}

	/**
	 * A line of a table.
	 */
	String row() {
		long sum = this.questions.values().stream().mapToLong(LongAdder::sum).sum();
		long most = this.questions.values().stream().mapToLong(LongAdder::sum).max().orElseThrow();
		return String.format(Locale.ROOT, "| %,d | %d | %s | %.0f s | %.0f s | %.0f s | %.0f | %d | %.0f ms |",
				this.machines, this.permits,
				Duration.ofMillis(this.holdMillis).toString().substring(2).toLowerCase(Locale.ROOT), idealSeconds(),
				secondsUntil(90), secondsUntil(100), sum / secondsUntil(100), most, this.nanosAsked.sum() / 1e6 / sum);
	}

}

package io.github.singletonsnap.observation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.singletonsnap.rollout.HeldPermit;
import io.github.singletonsnap.rollout.RolloutPermitInterruptedException;
import io.github.singletonsnap.rollout.RolloutPermitTimeoutException;
import io.github.singletonsnap.rollout.RolloutPermits;
import io.github.singletonsnap.state.RolloutState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Permits of rollouts that are observed as {@code singleton.snap.rollout}: the wait for a
 * permit, and the work by it.
 * <p>
 * Low cardinality: {@code group}, {@code phase} ({@code acquire} or {@code operation}),
 * and {@code outcome} ({@code acquired}, {@code timeout}, {@code interrupted} or
 * {@code failed} of a wait, {@code released}, {@code failed} or {@code unused} of the
 * work; {@code none} as long as that lasts). High cardinality: {@code machine}.
 */
public final class ObservedRolloutPermits implements RolloutPermits {

	private final RolloutPermits permits;

	private final ObservationRegistry registry;

	/**
	 * Creates it.
	 * @param permits what is observed
	 * @param registry where the observations go
	 */
	public ObservedRolloutPermits(RolloutPermits permits, ObservationRegistry registry) {
		this.permits = permits;
		this.registry = registry;
	}

	@Override
	public HeldPermit acquire(String group) {
		return observe(group, () -> this.permits.acquire(group));
	}

	@Override
	public HeldPermit acquire(String group, Duration timeout) {
		return observe(group, () -> this.permits.acquire(group, timeout));
	}

	private HeldPermit observe(String group, Supplier<HeldPermit> acquisition) {
		Observation wait = start(group, "acquire");
		try {
			HeldPermit permit = acquisition.get();
			end(wait, "acquired");
			return new Observed(permit, start(group, "operation"));
		}
		catch (RuntimeException | Error ex) {
			wait.error(ex);
			end(wait, outcome(ex));
			throw ex;
		}
	}

	private static String outcome(Throwable failure) {
		if (failure instanceof RolloutPermitTimeoutException) {
			return "timeout";
		}
		return (failure instanceof RolloutPermitInterruptedException) ? "interrupted" : "failed";
	}

	private Observation start(String group, String phase) {
		return Observation.createNotStarted("singleton.snap.rollout", this.registry)
			.contextualName(phase + " in rollout " + group)
			.lowCardinalityKeyValue("group", group)
			.lowCardinalityKeyValue("phase", phase)
			.lowCardinalityKeyValue("outcome", "none")
			.highCardinalityKeyValue("machine", this.permits.getMachine())
			.start();
	}

	private static void end(Observation observation, String outcome) {
		observation.lowCardinalityKeyValue("outcome", outcome).stop();
	}

	@Override
	public boolean isHeld(String group) {
		return this.permits.isHeld(group);
	}

	@Override
	public List<RolloutState> inspect() {
		return this.permits.inspect();
	}

	@Override
	public boolean forget(String group, String machine) {
		return this.permits.forget(group, machine);
	}

	@Override
	public String getMachine() {
		return this.permits.getMachine();
	}

	private record Observed(HeldPermit permit, Observation work) implements HeldPermit {

		@Override
		public void detach() {
			this.permit.detach();
		}

		@Override
		public void close() {
			this.permit.close();
			end(this.work, "released");
		}

		@Override
		public void closeAfterFailure() {
			this.permit.closeAfterFailure();
			end(this.work, "failed");
		}

		@Override
		public void closeUnused() {
			this.permit.closeUnused();
			end(this.work, "unused");
		}

	}

}

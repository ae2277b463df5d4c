package io.github.singletonsnap.observation;

import io.github.singletonsnap.SnapLockListener;
import io.github.singletonsnap.SnapLockListener.Outcome;
import io.github.singletonsnap.SnapLockListener.Progress;
import io.github.singletonsnap.observation.SnapLockObservationContext.Phase;
import io.github.singletonsnap.observation.SnapLockObservationDocumentation.Events;
import io.github.singletonsnap.state.LockProcess;
import io.github.singletonsnap.state.SnapLockRequest;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes two observations of each request for a lock, {@code singleton.snap.acquire} and
 * {@code singleton.snap.operation}. Their parent is the observation that is current where
 * the lock is asked for. They are never current themselves: a lock may be released by
 * another thread.
 */
public final class ObservedSnapLocks implements SnapLockListener {

	private static final SnapLockObservationConvention DEFAULT = new DefaultSnapLockObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SnapLockObservationConvention convention;

	/**
	 * Creates the observer.
	 * @param registry where the observations go
	 * @param convention gives their key values; {@code null} for the default
	 */
	public ObservedSnapLocks(ObservationRegistry registry, @Nullable SnapLockObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Progress requested(SnapLockRequest request) {
		return new Observed(request);
	}

	private Phased start(SnapLockRequest request, Phase phase) {
		SnapLockObservationContext context = new SnapLockObservationContext(request, phase);
		Named custom = (this.convention != null) ? new Named(phase, this.convention) : null;
		return new Phased(context, Observation.start(custom, new Named(phase, DEFAULT), () -> context, this.registry));
	}

	private record Phased(SnapLockObservationContext context, Observation observation) {

		void end(Outcome outcome) {
			this.context.setOutcome(outcome);
			this.observation.stop();
		}

	}

	private final class Observed implements Progress {

		private final SnapLockRequest request;

		private final Phased wait;

		private volatile @Nullable Phased hold;

		Observed(SnapLockRequest request) {
			this.request = request;
			this.wait = start(request, Phase.ACQUIRE);
		}

		@Override
		public void waitsForSnapd(String inTheWay) {
			this.wait.observation().event(Events.SNAPD_BUSY.format(inTheWay));
		}

		@Override
		public void acquired(@Nullable LockProcess abandoned) {
			this.wait.end(Outcome.ACQUIRED);
			this.hold = start(this.request, Phase.OPERATION);
		}

		@Override
		public void failed(Throwable reason) {
			this.wait.observation().error(reason);
			this.wait.end(Outcome.of(reason));
		}

		@Override
		public void released() {
			Phased ended = this.hold;
			if (ended != null) {
				ended.end(Outcome.RELEASED);
			}
		}

	}

	/**
	 * A convention with the name of one phase, because it is not asked for a name by
	 * phase.
	 */
	private record Named(Phase phase,
			SnapLockObservationConvention convention) implements SnapLockObservationConvention {

		@Override
		public String getName() {
			String name = this.convention.getName();
			return (name != null) ? name : this.phase.getObservationName();
		}

		@Override
		public @Nullable String getContextualName(SnapLockObservationContext context) {
			return this.convention.getContextualName(context);
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(SnapLockObservationContext context) {
			return this.convention.getLowCardinalityKeyValues(context);
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(SnapLockObservationContext context) {
			return this.convention.getHighCardinalityKeyValues(context);
		}

	}

}

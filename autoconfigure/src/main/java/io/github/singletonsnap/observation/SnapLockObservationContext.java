package io.github.singletonsnap.observation;

import io.github.singletonsnap.SnapLockListener.Outcome;
import io.github.singletonsnap.state.SnapLockRequest;
import io.micrometer.observation.Observation;

/**
 * What is known while a request for a lock is observed, in one of its two phases.
 */
public class SnapLockObservationContext extends Observation.Context {

	private final SnapLockRequest request;

	private final Phase phase;

	private volatile Outcome outcome;

	/**
	 * Creates it, for a request that begins this phase.
	 * @param request what is asked for
	 * @param phase the phase
	 */
	public SnapLockObservationContext(SnapLockRequest request, Phase phase) {
		this.request = request;
		this.phase = phase;
		this.outcome = (phase == Phase.ACQUIRE) ? Outcome.WAITING : Outcome.ACQUIRED;
	}

	/**
	 * The request.
	 * @return what is asked for, and by whom
	 */
	public SnapLockRequest getRequest() {
		return this.request;
	}

	/**
	 * What of the request this observation is about.
	 * @return the wait, or the hold
	 */
	public Phase getPhase() {
		return this.phase;
	}

	/**
	 * How far the request has come.
	 * @return for the wait {@code WAITING} until it ends, and for the hold
	 * {@code ACQUIRED}
	 */
	public Outcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * The two observations of one request.
	 */
	public enum Phase {

		/**
		 * The wait: from when the lock is asked for until it is held, or cannot be had.
		 */
		ACQUIRE("singleton.snap.acquire"),

		/**
		 * The hold: from when the lock is held until it is free again.
		 */
		OPERATION("singleton.snap.operation");

		private final String observationName;

		Phase(String observationName) {
			this.observationName = observationName;
		}

		/**
		 * The name of the observation.
		 * @return the name
		 */
		public String getObservationName() {
			return this.observationName;
		}

	}

}

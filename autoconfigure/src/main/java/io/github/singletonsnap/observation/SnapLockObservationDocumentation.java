package io.github.singletonsnap.observation;

import java.util.Locale;

import io.github.singletonsnap.observation.SnapLockObservationContext.Phase;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations that are made of a request for a lock, with the keys that
 * {@link DefaultSnapLockObservationConvention} gives them.
 */
public enum SnapLockObservationDocumentation implements ObservationDocumentation {

	/**
	 * The wait: from when the lock is asked for until it is held, or cannot be had.
	 */
	ACQUIRE(Phase.ACQUIRE) {

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	},

	/**
	 * The hold: from when the lock is held until it is free again.
	 */
	OPERATION(Phase.OPERATION);

	private final Phase phase;

	SnapLockObservationDocumentation(Phase phase) {
		this.phase = phase;
	}

	@Override
	public String getName() {
		return this.phase.getObservationName();
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeyNames.values();
	}

	/**
	 * The keys of low cardinality, which timers and spans have.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * What is locked: {@code snap}, {@code config} or {@code rollout}.
		 */
		KIND,

		/**
		 * The snap, or the group of the rollout; for every config file {@code config},
		 * because paths come from expressions and could be any number.
		 */
		NAME,

		/**
		 * Of a wait {@code acquired}, {@code timeout}, {@code interrupted} or
		 * {@code failed}, of a hold {@code released}; {@code waiting} or {@code acquired}
		 * as long as that lasts.
		 */
		OUTCOME;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The keys of high cardinality, which spans have.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * What the lock is asked for.
		 */
		OPERATION,

		/**
		 * The unit that asks.
		 */
		UNIT,

		/**
		 * The path of the config file; a snap has none.
		 */
		CONFIG {

			@Override
			public boolean isRequired() {
				return false;
			}

		};

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What may happen during a wait.
	 */
	public enum Events implements Observation.Event {

		/**
		 * The lock is held, but snapd is not ready for an operation on the snap.
		 */
		SNAPD_BUSY;

		@Override
		public String getName() {
			return "snapd.busy";
		}

		// What snapd is doing
		@Override
		public String getContextualName() {
			return "%s";
		}

	}

}

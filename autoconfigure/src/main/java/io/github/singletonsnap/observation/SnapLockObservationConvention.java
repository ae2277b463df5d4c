package io.github.singletonsnap.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Gives the key values of both observations of a request for a lock. A bean of this type
 * replaces {@link DefaultSnapLockObservationConvention}. The observations keep their
 * names, {@link SnapLockObservationContext.Phase#getObservationName()}, unless
 * {@link #getName()} gives another one, which is then the name of both.
 */
public interface SnapLockObservationConvention extends ObservationConvention<SnapLockObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SnapLockObservationContext;
	}

}

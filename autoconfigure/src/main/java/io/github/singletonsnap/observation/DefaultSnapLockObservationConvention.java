package io.github.singletonsnap.observation;

import io.github.singletonsnap.observation.SnapLockObservationDocumentation.HighCardinalityKeyNames;
import io.github.singletonsnap.observation.SnapLockObservationDocumentation.LowCardinalityKeyNames;
import io.github.singletonsnap.state.SnapLockRequest;
import io.github.singletonsnap.state.SnapLockRequest.Kind;
import io.micrometer.common.KeyValues;

/**
 * The key values that observations have by default. Which these are tells
 * {@link SnapLockObservationDocumentation}.
 */
public class DefaultSnapLockObservationConvention implements SnapLockObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(SnapLockObservationContext context) {
		SnapLockRequest request = context.getRequest();
		return KeyValues.of(LowCardinalityKeyNames.KIND.withValue(request.kind().toString()),
				LowCardinalityKeyNames.NAME.withValue(name(request)),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome().toString()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SnapLockObservationContext context) {
		SnapLockRequest request = context.getRequest();
		KeyValues values = KeyValues.of(HighCardinalityKeyNames.OPERATION.withValue(request.operation()),
				HighCardinalityKeyNames.UNIT.withValue(request.unit()));
		return (request.kind() == Kind.CONFIG) ? values.and(HighCardinalityKeyNames.CONFIG.withValue(request.name()))
				: values;
	}

	@Override
	public String getContextualName(SnapLockObservationContext context) {
		String verb = (context.getPhase() == SnapLockObservationContext.Phase.ACQUIRE) ? "acquire " : "hold ";
		return verb + name(context.getRequest());
	}

	private static String name(SnapLockRequest request) {
		return (request.kind() == Kind.CONFIG) ? request.kind().toString() : request.name();
	}

}

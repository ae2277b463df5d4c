package io.github.singletonsnap.observation;

import io.github.singletonsnap.state.SnapLockRequest;
import io.github.singletonsnap.state.SnapLockRequest.Kind;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The key values that observations have by default.
 * <p>
 * Low cardinality: {@code kind} ({@code snap}, {@code config} or {@code rollout}),
 * {@code name} (the snap, or the rollout's group; for every config file {@code config},
 * because paths come from expressions and could be any number), and {@code outcome}
 * ({@code acquired}, {@code timeout}, {@code interrupted} or {@code failed} of a wait,
 * {@code released} of a hold; {@code waiting} or {@code acquired} as long as that lasts).
 * <p>
 * High cardinality: {@code operation} (what the lock is asked for), {@code unit}, and of
 * config files {@code config} (the path).
 */
public class DefaultSnapLockObservationConvention implements SnapLockObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(SnapLockObservationContext context) {
		SnapLockRequest request = context.getRequest();
		return KeyValues.of(KeyValue.of("kind", request.kind().toString()), KeyValue.of("name", name(request)),
				KeyValue.of("outcome", context.getOutcome().toString()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SnapLockObservationContext context) {
		SnapLockRequest request = context.getRequest();
		KeyValues values = KeyValues.of(KeyValue.of("operation", request.operation()),
				KeyValue.of("unit", request.unit()));
		return (request.kind() == Kind.CONFIG) ? values.and("config", request.name()) : values;
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

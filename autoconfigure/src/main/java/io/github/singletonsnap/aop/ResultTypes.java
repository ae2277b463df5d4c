package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Finds out how long the locks of a method are held, once, by what it is declared to
 * return.
 */
final class ResultTypes {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ResultTypes.class.getClassLoader());

	private static final Map<Class<?>, Object> EMPTY = Map.of(Optional.class, Optional.empty(), OptionalInt.class,
			OptionalInt.empty(), OptionalLong.class, OptionalLong.empty(), OptionalDouble.class,
			OptionalDouble.empty());

	// By name, as they may be absent. Other publishers are known to Spring
	private static final Set<String> LATER = Set.of("org.reactivestreams.Publisher", "kotlinx.coroutines.Job",
			"kotlinx.coroutines.flow.Flow", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask");

	private ResultTypes() {
	}

	/**
	 * Returns how the method's results are treated.
	 * @param skips whether there are calls in which the method does not run
	 */
	static Results resultsOf(Method method, boolean skips) {
		Class<?> type = method.getReturnType();
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return new FutureResults(true);
		}
		Results reactor = REACTOR ? ReactorResults.of(type) : null;
		if (reactor != null) {
			return reactor;
		}
		refuseIfLater(method, type);
		if (skips && type.isPrimitive() && type != void.class) {
			throw new UnusableGuardException("it returns " + type + ", which has no value for a call that is skipped",
					"Return void, an object or an Optional", null);
		}
		return (type == Object.class) ? new FutureResults(false) : new PlainResults(EMPTY.get(type));
	}

	private static void refuseIfLater(Method method, Class<?> type) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw new UnusableGuardException(
					"it is a Kotlin suspend function, whose work goes on after it has returned",
					"Call the manager within the function, or annotate one that is not suspended", null);
		}
		if (endsLater(type)) {
			throw new UnusableGuardException(
					"it returns " + type.getName() + ", and nothing tells when that ends, to release the lock",
					"Return a CompletableFuture, a Mono or a Flux", null);
		}
	}

	static boolean endsLater(@Nullable Class<?> type) {
		if (type == null) {
			return false;
		}
		return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null || isNamed(type);
	}

	private static boolean isNamed(Class<?> type) {
		return LATER.contains(type.getName()) || ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.anyMatch((implemented) -> LATER.contains(implemented.getName())) || superclassIsNamed(type);
	}

	private static boolean superclassIsNamed(Class<?> type) {
		Class<?> parent = type.getSuperclass();
		return parent != null && isNamed(parent);
	}

}

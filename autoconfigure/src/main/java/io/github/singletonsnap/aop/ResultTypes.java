package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
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

	private ResultTypes() {
	}

	/**
	 * Returns how the method's results are treated.
	 * @param skips whether there are calls in which the method does not run
	 */
	static Results resultsOf(Method method, Class<?> beanClass, boolean skips) {
		refuseIfSuspended(method);
		ResolvableType declared = ResolvableType.forMethodReturnType(method, beanClass);
		Class<?> type = declared.resolve(Object.class);
		Results results = whoseEndIsKnown(type);
		refuseIfLater(method, declared, results != null);
		if (results != null) {
			return results;
		}
		if (skips && type.isPrimitive() && type != void.class) {
			throw new UnusableGuardException("it returns " + type + ", which has no value for a call that is skipped",
					"Return void, an object or an Optional", null);
		}
		boolean open = type == Object.class || method.getGenericReturnType() instanceof TypeVariable;
		return open ? new FutureResults(method.getReturnType(), false) : new Results.Plain(EMPTY.get(type));
	}

	private static @Nullable Results whoseEndIsKnown(Class<?> type) {
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return new FutureResults(type, true);
		}
		return REACTOR ? ReactorResults.of(type) : null;
	}

	/**
	 * What is in a result is used when the lock is free again, as the result is.
	 */
	private static void refuseIfLater(Method method, ResolvableType declared, boolean endIsKnown) {
		String later = endIsKnown ? LaterTypes.findIn(declared.getGenerics()) : LaterTypes.findIn(declared);
		if (later == null) {
			return;
		}
		String what = later.equals(declared.toClass().getName()) ? later : declared + " with a " + later + " in it";
		throw new UnusableGuardException("it returns " + what + ", and nothing tells when that ends",
				AnnotatedElementUtils.hasAnnotation(method, Bean.class)
						? "It guards the creation of the bean, not what the bean does: annotate the method of the bean"
						: "Return a CompletableFuture, a Mono or a Flux, with what has been done in it, or do the work in "
								+ "the method",
				null);
	}

	private static void refuseIfSuspended(Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw new UnusableGuardException(
					"it is a Kotlin suspend function, whose work goes on after it has returned",
					"Call the manager within the function, or annotate one that is not suspended", null);
		}
	}

}

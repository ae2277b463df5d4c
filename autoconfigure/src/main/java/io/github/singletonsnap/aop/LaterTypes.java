package io.github.singletonsnap.aop;

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Which types do their work, or go on with it, when a method has returned them: what is
 * completed later, what is pulled, what is called.
 */
final class LaterTypes {

	private static final Set<Class<?>> LATER = Set.of(Future.class, CompletionStage.class, Flow.Publisher.class,
			BaseStream.class, Iterator.class, Process.class);

	// By name, as they may be absent. Other publishers are known to Spring
	private static final Set<String> NAMES = Set.of("org.reactivestreams.Publisher", "kotlinx.coroutines.Job",
			"kotlinx.coroutines.flow.Flow", "kotlin.Function", "kotlin.sequences.Sequence",
			"org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter");

	// One class has one answer, and results of undeclared type ask at each call
	private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return isListed(type) || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
		}

	};

	private LaterTypes() {
	}

	static boolean contains(Class<?> type) {
		return KNOWN.get(type);
	}

	private static boolean isListed(@Nullable Class<?> type) {
		if (type == null || type == Object.class) {
			return false;
		}
		if (LATER.contains(type) || NAMES.contains(type.getName())
				|| type.isAnnotationPresent(FunctionalInterface.class)) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isListed(implemented)) {
				return true;
			}
		}
		return isListed(type.getSuperclass());
	}

	/**
	 * Returns the name of such a type in a generic type, at any depth; {@code null} if
	 * there is none.
	 */
	static @Nullable String findIn(ResolvableType... types) {
		Set<Type> seen = new HashSet<>();
		for (ResolvableType type : types) {
			String found = find(type, seen);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static @Nullable String find(ResolvableType type, Set<Type> seen) {
		if (!seen.add(type.getType())) {
			return null;
		}
		if (type.isArray()) {
			return find(type.getComponentType(), seen);
		}
		Class<?> resolved = type.resolve();
		if (resolved != null && contains(resolved)) {
			return resolved.getName();
		}
		for (ResolvableType generic : type.getGenerics()) {
			String found = find(generic, seen);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}

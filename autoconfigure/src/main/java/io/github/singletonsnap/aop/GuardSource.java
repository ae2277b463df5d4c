package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.aop.Guard.Kind;
import io.github.singletonsnap.aop.Guards.Removal;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Reads the annotations of each method once.
 */
class GuardSource {

	private final UnaryOperator<String> placeholders;

	private final Map<MethodClassKey, Guards> known = new ConcurrentHashMap<>();

	GuardSource(UnaryOperator<String> placeholders) {
		this.placeholders = placeholders;
	}

	boolean isGuarded(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		if (AnnotatedElementUtils.hasAnnotation(specific, SnapRemoval.class)) {
			checkRemoval(specific);
			return true;
		}
		return AnnotatedElementUtils.hasAnnotation(specific, SnapOperation.class)
				|| AnnotatedElementUtils.hasAnnotation(specific, ConfigOperation.class);
	}

	private static void checkRemoval(Method method) {
		if (method.getReturnType().isPrimitive() && method.getReturnType() != void.class) {
			throw new IllegalStateException("@SnapRemoval cannot stand on " + method + ": it returns "
					+ method.getReturnType() + ", which has no value for a removal that did not take place; return "
					+ "void, an object or an Optional");
		}
		if (AnnotatedElementUtils.hasAnnotation(method, SnapOperation.class)) {
			throw new IllegalStateException("@SnapRemoval cannot stand with @SnapOperation on " + method
					+ ": it takes the snap's lock itself; drop @SnapOperation");
		}
	}

	/**
	 * What guards a method. Snaps come before config files.
	 */
	Guards guards(Method method, @Nullable Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Guards guards = this.known.get(key);
		return (guards != null) ? guards : this.known.computeIfAbsent(key, (absent) -> read(method, targetClass));
	}

	private Guards read(Method method, @Nullable Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		String operation = specific.getDeclaringClass().getSimpleName() + "." + specific.getName();
		List<Guard> locks = new ArrayList<>(2);
		SnapOperation snap = AnnotatedElementUtils.findMergedAnnotation(specific, SnapOperation.class);
		if (snap != null) {
			locks.add(new Guard(Kind.SNAP, resolve(snap.value()), parse(snap.timeout()), operation));
		}
		ConfigOperation config = AnnotatedElementUtils.findMergedAnnotation(specific, ConfigOperation.class);
		if (config != null) {
			locks.add(new Guard(Kind.CONFIG, resolve(config.value()), parse(config.timeout()), operation));
		}
		return new Guards(readRemoval(specific), List.copyOf(locks));
	}

	private @Nullable Removal readRemoval(Method specific) {
		SnapRemoval removal = AnnotatedElementUtils.findMergedAnnotation(specific, SnapRemoval.class);
		if (removal == null) {
			return null;
		}
		Object skipped = (specific.getReturnType() == Optional.class) ? Optional.empty() : null;
		return new Removal(this.placeholders.apply(removal.value()), parse(removal.timeout()), skipped);
	}

	private SortedSet<String> resolve(String[] values) {
		SortedSet<String> resolved = new TreeSet<>();
		for (String value : values) {
			resolved.add(this.placeholders.apply(value));
		}
		return resolved;
	}

	private @Nullable Duration parse(String timeout) {
		return timeout.isEmpty() ? null : DurationStyle.detectAndParse(this.placeholders.apply(timeout));
	}

}

package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.aop.Guard.Kind;
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

	private final Map<MethodClassKey, List<Guard>> known = new ConcurrentHashMap<>();

	GuardSource(UnaryOperator<String> placeholders) {
		this.placeholders = placeholders;
	}

	boolean isGuarded(Method method, Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		return AnnotatedElementUtils.hasAnnotation(specific, SnapOperation.class)
				|| AnnotatedElementUtils.hasAnnotation(specific, ConfigOperation.class);
	}

	/**
	 * The guards of a method in the order in which they are acquired: snaps, then config
	 * files.
	 */
	List<Guard> guards(Method method, @Nullable Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		List<Guard> guards = this.known.get(key);
		return (guards != null) ? guards : this.known.computeIfAbsent(key, (absent) -> read(method, targetClass));
	}

	private List<Guard> read(Method method, @Nullable Class<?> targetClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
		String operation = specific.getDeclaringClass().getSimpleName() + "." + specific.getName();
		List<Guard> guards = new ArrayList<>(2);
		SnapOperation snap = AnnotatedElementUtils.findMergedAnnotation(specific, SnapOperation.class);
		if (snap != null) {
			guards.add(new Guard(Kind.SNAP, resolve(snap.value()), parse(snap.timeout()), operation));
		}
		ConfigOperation config = AnnotatedElementUtils.findMergedAnnotation(specific, ConfigOperation.class);
		if (config != null) {
			guards.add(new Guard(Kind.CONFIG, resolve(config.value()), parse(config.timeout()), operation));
		}
		return List.copyOf(guards);
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

package io.github.singletonsnap.aop;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.aop.Expressions.Parameters;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodClassKey;

/**
 * Reads the annotations of each method once.
 */
final class GuardSource {

	private final UnaryOperator<String> placeholders;

	private final Supplier<Expressions> expressions;

	private final AnnotatedTypes types = new AnnotatedTypes();

	private final Map<MethodClassKey, Guards> known = new ConcurrentHashMap<>();

	GuardSource(UnaryOperator<String> placeholders, Supplier<Expressions> expressions) {
		this.placeholders = placeholders;
		this.expressions = expressions;
	}

	/**
	 * Whether any method of the class may be guarded.
	 */
	boolean mayGuard(Class<?> beanClass) {
		return this.types.contains(beanClass);
	}

	boolean isGuarded(Method method, Class<?> beanClass) {
		return mayGuard(beanClass) && !annotations(method, beanClass).isEmpty();
	}

	Annotations annotations(Method method, Class<?> beanClass) {
		return Annotations.of(AopUtils.getMostSpecificMethod(method, beanClass), beanClass);
	}

	/**
	 * What guards a method. Snaps come before config files.
	 * @throws UnusableGuardException if the method cannot be guarded
	 */
	Guards guards(Method method, Class<?> beanClass) {
		MethodClassKey key = new MethodClassKey(method, beanClass);
		Guards guards = this.known.get(key);
		return (guards != null) ? guards : this.known.computeIfAbsent(key, (absent) -> read(method, beanClass));
	}

	private Guards read(Method method, Class<?> beanClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
		Annotations found = annotations(method, beanClass);
		List<Guard> locks = new ArrayList<>(2);
		if (found.operation() != null) {
			locks.add(guard(LockKind.SNAP, specific, found.operation().timeout(), found.operation().onTimeout(),
					found.operation().value()));
		}
		if (found.removal() != null) {
			locks.add(guard(LockKind.REMOVAL, specific, found.removal().timeout(), found.removal().onTimeout(),
					found.removal().value()));
		}
		if (found.config() != null) {
			locks.add(guard(LockKind.CONFIG, specific, found.config().timeout(), found.config().onTimeout(),
					found.config().value()));
		}
		boolean removal = found.removal() != null;
		if (removal && found.operation() != null) {
			throw new UnusableGuardException(
					"it has @SnapRemoval and @SnapOperation, and a removal takes the lock itself",
					"Drop @SnapOperation", null);
		}
		boolean skips = removal || locks.stream().anyMatch(Guard::skips);
		return new Guards(List.copyOf(locks), removal, ResultTypes.resultsOf(specific, skips));
	}

	private Guard guard(LockKind kind, Method method, String timeout, OnTimeout onTimeout, String... texts) {
		SortedSet<String> constants = new TreeSet<>();
		List<Template> templates = new ArrayList<>();
		Parameters parameters = Expressions.parameters(method);
		for (String text : texts) {
			String resolved = resolve(text);
			if (Template.isTemplate(resolved)) {
				templates.add(Template.parse(resolved, kind, parameters, this.expressions.get()));
			}
			else {
				constants.add(check(kind, resolved));
			}
		}
		if (texts.length == 0) {
			throw new UnusableGuardException("its annotation names nothing to lock", "Give it a value", null);
		}
		return new Guard(kind, new Values(constants, templates, this.expressions, parameters), parse(timeout),
				onTimeout == OnTimeout.SKIP, method.getDeclaringClass().getSimpleName() + "." + method.getName());
	}

	private String resolve(String text) {
		try {
			return this.placeholders.apply(text);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableGuardException("its \"" + text + "\" cannot be resolved: " + ex.getMessage(),
					"Set the property, or give the placeholder a default", ex);
		}
	}

	private static String check(LockKind kind, String value) {
		try {
			return kind.check(value);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableGuardException("its name cannot be locked: " + ex.getMessage(), "Correct the name", ex);
		}
	}

	private @Nullable Duration parse(String timeout) {
		if (timeout.isEmpty()) {
			return null;
		}
		String resolved = resolve(timeout);
		try {
			Duration parsed = DurationStyle.detectAndParse(resolved);
			if (!parsed.isNegative()) {
				return parsed;
			}
		}
		catch (IllegalArgumentException ex) {
			// Said below
		}
		throw new UnusableGuardException("its timeout \"" + resolved + "\" is no duration to wait",
				"Use one such as 45s, or 0s to try once", null);
	}

}

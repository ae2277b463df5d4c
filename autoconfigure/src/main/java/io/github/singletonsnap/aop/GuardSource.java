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
import io.github.singletonsnap.aop.Names.Kind;
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

	private final Map<MethodClassKey, Guard> known = new ConcurrentHashMap<>();

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
	Guard guard(Method method, Class<?> beanClass) {
		MethodClassKey key = new MethodClassKey(method, beanClass);
		Guard guard = this.known.get(key);
		return (guard != null) ? guard : this.known.computeIfAbsent(key, (absent) -> read(method, beanClass));
	}

	private Guard read(Method method, Class<?> beanClass) {
		Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
		Annotations found = annotations(method, beanClass);
		List<Locks<?>> locks = new ArrayList<>(2);
		if (found.operation() != null) {
			locks.add(locks(Kind.SNAP, specific, found.operation().timeout(), found.operation().onTimeout(),
					found.operation().value()));
		}
		if (found.removal() != null) {
			locks.add(locks(Kind.REMOVAL, specific, found.removal().timeout(), found.removal().onTimeout(),
					found.removal().value()));
		}
		if (found.config() != null) {
			locks.add(locks(Kind.CONFIG, specific, found.config().timeout(), found.config().onTimeout(),
					found.config().value()));
		}
		boolean removal = found.removal() != null;
		if (removal && found.operation() != null) {
			throw new UnusableGuardException(
					"it has @SnapRemoval and @SnapOperation, and a removal takes the lock itself",
					"Drop @SnapOperation", null);
		}
		boolean skips = removal || locks.stream().anyMatch(Locks::skips);
		return new Guard(List.copyOf(locks), ResultTypes.resultsOf(specific, skips));
	}

	private <T extends Comparable<? super T>> Locks<T> locks(Kind<T> kind, Method method, String timeout,
			OnTimeout onTimeout, String... texts) {
		SortedSet<T> constants = new TreeSet<>();
		List<Template<T>> templates = new ArrayList<>();
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
		return new Locks<>(new Names<>(kind, constants, templates, this.expressions, parameters), parse(timeout),
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

	private static <T> T check(Kind<T> kind, String value) {
		try {
			return kind.check().apply(value);
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

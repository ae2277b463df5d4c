package io.github.singletonsnap.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.aop.Annotations.Placed;
import io.github.singletonsnap.aop.Expressions.Parameters;
import io.github.singletonsnap.aop.Names.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the annotations of a method what they mean.
 */
final class GuardReader {

	private final UnaryOperator<String> placeholders;

	private final Supplier<Expressions> expressions;

	private final Permits permits;

	private final Timeouts timeouts;

	GuardReader(UnaryOperator<String> placeholders, Supplier<Expressions> expressions, Permits permits) {
		this.placeholders = placeholders;
		this.expressions = expressions;
		this.permits = permits;
		this.timeouts = new Timeouts(this::resolve);
	}

	/**
	 * A permit comes before snaps, and these before config files.
	 * @throws UnusableGuardException if the method cannot be guarded
	 */
	Guard read(Annotations annotations, Method method, Class<?> beanClass) {
		List<Asked> snaps = annotations.snaps().stream().map(Asked::of).toList();
		List<Asked> configs = annotations.configs().stream().map(Asked::of).toList();
		boolean removal = snaps.stream().anyMatch(Asked::removal);
		List<Locks<?>> locks = new ArrayList<>(2);
		if (!annotations.permits().isEmpty()) {
			locks.add(permit(method, annotations.permits().stream().map(Asked::of).toList()));
		}
		if (!snaps.isEmpty()) {
			locks.add(removal ? removal(method, snaps) : locks(Kind.SNAP, method, snaps));
		}
		if (!configs.isEmpty()) {
			locks.add(locks(Kind.CONFIG, method, configs));
		}
		boolean skips = removal || locks.stream().anyMatch(Locks::skips);
		return new Guard(List.copyOf(locks), ResultTypes.resultsOf(method, beanClass, skips));
	}

	private Locks<String> removal(Method method, List<Asked> snaps) {
		if (!snaps.stream().allMatch(Asked::removal)) {
			throw new UnusableGuardException(
					"it has @SnapRemoval and @SnapOperation, and a removal takes the lock itself",
					"Drop @SnapOperation", null);
		}
		Locks<String> locks = locks(Kind.REMOVAL, method, snaps);
		if (locks.names().count() > 1) {
			throw new UnusableGuardException("its annotations remove several snaps, and a removal is of one snap",
					"Give each snap a method of its own", null);
		}
		return locks;
	}

	private Locks<String> permit(Method method, List<Asked> permits) {
		Locks<String> locks = locks(this.permits.kind(), method, permits);
		if (locks.names().count() > 1) {
			throw new UnusableGuardException("its annotations ask for permits of several rollouts",
					"Give each rollout a method of its own", null);
		}
		return locks;
	}

	private <T extends Comparable<? super T>> Locks<T> locks(Kind<T> kind, Method method, List<Asked> asked) {
		SortedSet<T> constants = new TreeSet<>();
		List<Template<T>> templates = new ArrayList<>();
		for (Asked one : asked) {
			Parameters parameters = Expressions.parameters((one.method() != null) ? one.method() : method);
			for (String text : one.texts()) {
				String resolved = resolve(text);
				if (Template.isTemplate(resolved)) {
					templates.add(Template.parse(resolved, kind, parameters, this.expressions.get()));
				}
				else {
					constants.add(check(kind, resolved));
				}
			}
			if (one.texts().isEmpty()) {
				throw new UnusableGuardException("its annotation names nothing to lock", "Give it a value", null);
			}
		}
		return new Locks<>(new Names<>(kind, constants, List.copyOf(templates)),
				this.timeouts.agreed(asked.stream().map(Asked::timeout).toList()), skips(asked),
				method.getDeclaringClass().getSimpleName() + "." + method.getName());
	}

	private static boolean skips(List<Asked> asked) {
		if (asked.stream().map(Asked::onTimeout).distinct().count() > 1) {
			throw new UnusableGuardException("its annotations lock together, but do not agree in onTimeout",
					"Give them the same, or lock in two methods", null);
		}
		return asked.get(0).onTimeout() == OnTimeout.SKIP;
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

	private static <T extends Comparable<? super T>> T check(Kind<T> kind, String value) {
		try {
			return kind.check().apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableGuardException("its name cannot be locked: " + ex.getMessage(), "Correct the name", ex);
		}
	}

	/**
	 * What one annotation asks for.
	 */
	private record Asked(List<String> texts, String timeout, OnTimeout onTimeout, boolean removal,
			@Nullable Method method) {

		static Asked of(Placed placed) {
			Annotation annotation = placed.annotation();
			if (annotation instanceof RolloutPermit permit) {
				return new Asked(List.of(permit.value()), permit.timeout(), permit.onTimeout(), false, placed.method());
			}
			if (annotation instanceof SnapOperation operation) {
				return new Asked(List.of(operation.value()), operation.timeout(), operation.onTimeout(), false,
						placed.method());
			}
			if (annotation instanceof SnapRemoval snap) {
				return new Asked(List.of(snap.value()), snap.timeout(), snap.onTimeout(), true, placed.method());
			}
			ConfigOperation config = (ConfigOperation) annotation;
			return new Asked(List.of(config.value()), config.timeout(), config.onTimeout(), false, placed.method());
		}

	}

}

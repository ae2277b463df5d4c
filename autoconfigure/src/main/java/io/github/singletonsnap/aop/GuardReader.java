package io.github.singletonsnap.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.singletonsnap.annotation.ConfigOperation;
import io.github.singletonsnap.annotation.OnTimeout;
import io.github.singletonsnap.annotation.RolloutPermit;
import io.github.singletonsnap.annotation.SnapOperation;
import io.github.singletonsnap.annotation.SnapRemoval;
import io.github.singletonsnap.aop.Annotations.Placed;
import io.github.singletonsnap.aop.Expressions.Parameters;
import io.github.singletonsnap.name.SnapNames;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the annotations of a method what they mean.
 */
final class GuardReader {

	private final UnaryOperator<String> placeholders;

	private final Supplier<Expressions> expressions;

	private final Permits permits;

	GuardReader(UnaryOperator<String> placeholders, Supplier<Expressions> expressions, Permits permits) {
		this.placeholders = placeholders;
		this.expressions = expressions;
		this.permits = permits;
	}

	/**
	 * A permit comes before snaps, and these before config files.
	 * @throws UnusableGuardException if the method cannot be guarded
	 */
	Guard read(Annotations annotations, Method method, Class<?> beanClass) {
		Permit permit = annotations.permits().isEmpty() ? null : permit(method, asked(annotations.permits()));
		List<Locks> locks = new ArrayList<>(2);
		if (!annotations.snaps().isEmpty()) {
			locks.add(snaps(method, asked(annotations.snaps())));
		}
		if (!annotations.configs().isEmpty()) {
			List<Asked> configs = asked(annotations.configs());
			locks.add(new Locks(Names.none(), names((text) -> SnapNames.checkConfig(Path.of(text)), method, configs),
					false, patience(configs)));
		}
		boolean skips = (permit != null && permit.patience().skips())
				|| locks.stream().anyMatch((each) -> each.removal() || each.patience().skips());
		return new Guard(method.getDeclaringClass().getSimpleName() + "." + method.getName(), permit,
				List.copyOf(locks), ResultTypes.resultsOf(method, beanClass, skips));
	}

	private static List<Asked> asked(List<Placed> annotations) {
		return annotations.stream().map(Asked::of).toList();
	}

	private Locks snaps(Method method, List<Asked> asked) {
		boolean removal = asked.stream().anyMatch(Asked::removal);
		if (removal && !asked.stream().allMatch(Asked::removal)) {
			throw new UnusableGuardException(
					"it has @SnapRemoval and @SnapOperation, and a removal takes the lock itself",
					"Drop @SnapOperation", null);
		}
		Names<String> names = names(SnapNames::checkSnap, method, asked);
		Locks locks = new Locks(names, Names.none(), removal, patience(asked));
		if (removal && names.count() > 1) {
			throw new UnusableGuardException("its annotations remove several snaps, and a removal is of one snap",
					"Give each snap a method of its own", null);
		}
		return locks;
	}

	private Permit permit(Method method, List<Asked> asked) {
		Supplier<PermitSource> source = this.permits.source();
		Names<String> names = names(SnapNames::checkRolloutGroup, method, asked);
		Permit permit = new Permit(names, source, patience(asked));
		if (names.count() > 1) {
			throw new UnusableGuardException("its annotations ask for permits of several rollouts",
					"Give each rollout a method of its own", null);
		}
		return permit;
	}

	private <T extends Comparable<? super T>> Names<T> names(Function<String, T> check, Method method,
			List<Asked> asked) {
		SortedSet<T> constants = new TreeSet<>();
		List<Template<T>> templates = new ArrayList<>();
		for (Asked one : asked) {
			Parameters parameters = Expressions.parameters((one.method() != null) ? one.method() : method);
			for (String text : one.texts()) {
				String resolved = resolve(text);
				if (Template.isTemplate(resolved)) {
					templates.add(Template.parse(resolved, check, parameters, this.expressions.get()));
				}
				else {
					constants.add(check(check, resolved));
				}
			}
			if (one.texts().isEmpty()) {
				throw new UnusableGuardException("its annotation names nothing to lock", "Give it a value", null);
			}
		}
		return new Names<>(constants, List.copyOf(templates));
	}

	private Patience patience(List<Asked> asked) {
		return Patience.of(asked.stream().map(Asked::timeout).toList(), asked.stream().map(Asked::onTimeout).toList(),
				this::resolve);
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

	private static <T> T check(Function<String, T> check, String value) {
		try {
			return check.apply(value);
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

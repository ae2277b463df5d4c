package io.github.singletonsnap.aop;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.singletonsnap.LockedOperation;
import io.github.singletonsnap.SnapLock;
import io.github.singletonsnap.aop.Expressions.Parameters;
import io.github.singletonsnap.name.SnapNames;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.expression.EvaluationContext;

/**
 * The names of what is locked, each constant or found anew at each call.
 *
 * @param <T> what a name is
 */
final class Names<T extends Comparable<? super T>> {

	private final Kind<T> kind;

	private final SortedSet<T> constants;

	private final List<Template<T>> templates;

	private final Supplier<Expressions> expressions;

	private final Parameters parameters;

	Names(Kind<T> kind, SortedSet<T> constants, List<Template<T>> templates, Supplier<Expressions> expressions,
			Parameters parameters) {
		this.kind = kind;
		this.constants = constants;
		this.templates = templates;
		this.expressions = expressions;
		this.parameters = parameters;
	}

	Kind<T> kind() {
		return this.kind;
	}

	/**
	 * Returns them in the order in which they are locked.
	 */
	SortedSet<T> resolve(MethodInvocation invocation) {
		if (this.templates.isEmpty()) {
			return this.constants;
		}
		SortedSet<T> names = new TreeSet<>(this.constants);
		EvaluationContext context = this.expressions.get().context(invocation, this.parameters);
		for (Template<T> template : this.templates) {
			names.add(template.evaluate(context));
		}
		return names;
	}

	/**
	 * What names are of, and what is done with them.
	 *
	 * @param check makes a name of a text, and throws if it is not valid
	 * @param acquisition acquires the locks of names
	 * @param <T> what a name is
	 */
	record Kind<T>(Function<String, T> check, BiFunction<LockedOperation, SortedSet<T>, SnapLock> acquisition) {

		static final Kind<String> SNAP = new Kind<>(SnapNames::checkSnap,
				(operation, snaps) -> operation.snaps(snaps).acquire());

		static final Kind<String> REMOVAL = new Kind<>(SnapNames::checkSnap,
				(operation, snaps) -> operation.leave(snaps.first()));

		static final Kind<Path> CONFIG = new Kind<>((text) -> SnapNames.checkConfig(Path.of(text)),
				(operation, configs) -> operation.config(configs).acquire());

		SnapLock acquire(LockedOperation operation, SortedSet<T> names) {
			return this.acquisition.apply(operation, names);
		}

	}

}
